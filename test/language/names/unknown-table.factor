# A qualified column names one of the tables.
factor f {
  from minute
  direction +1
  value mean(minutes.ret) + mean(hourly.turnover)
#            ^^^^^^^ FB252 error: there is no table minutes; tables are minute, trade, order and daily
#            hint: did you mean minute?
#            fix: write minute
#                                ^^^^^^ FB252 error: there is no table hourly; tables are minute, trade, order and daily
#                                hint: write one of these
}
