# A factor reads one of the tables; without it nothing else can be said about the factor.
factor f {
  from minut
#      ^^^^^ FB252 error: there is no table minut; tables are minute, trade, order and daily
#      hint: did you mean minute?
#      fix: write minute
  direction +1
  value mean(anything)
}

factor g { from hourly direction +1 value mean(close) }
#               ^^^^^^ FB252 error: there is no table hourly; tables are minute, trade, order and daily
#               hint: write one of these
