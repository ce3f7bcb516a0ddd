# A qualified column names one of the three tables.
factor f {
  from minute
  direction +1
  value mean(minutes.ret) + mean(daily.turnover)
#            ^^^^^^^ FB252 error: there is no table minutes; tables are minute, trade and order
#            hint: did you mean minute?
#            fix: write minute
#                                ^^^^^ FB252 error: there is no table daily; tables are minute, trade and order
#                                hint: write one of the three
}
