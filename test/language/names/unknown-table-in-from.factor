# A factor reads one of the three tables; without it nothing else can be said about the factor.
factor f {
  from minut
#      ^^^^^ FB252 error: there is no table minut; tables are minute, trade and order
#      hint: did you mean minute?
#      fix: write minute
  direction +1
  value mean(anything)
}

factor g { from daily direction +1 value mean(close) }
#               ^^^^^ FB252 error: there is no table daily; tables are minute, trade and order
#               hint: write one of the three
