# A window is one of those there are.
factor f {
  from minute
  direction +1
  value mean(ret, window=erly)
#                        ^^^^ FB310 error: erly is no window
#                        hint: did you mean early? windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
#                        fix: write early
    + mean(ret, window=lunch)
#                      ^^^^^ FB310 error: lunch is no window
#                      hint: windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
    + mean(ret, window=3)
#                      ^ FB329 error: 3 is no window: a window is a part of the day, not a number of rows
#                      hint: nothing rolls over rows inside the day; windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
    + mean(ret, window=time > 10:00)
#                      ^^^^^^^^^^^^ FB310 error: time > 10:00 is no window
#                      hint: windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
    + mean(ret, window=halfhour(2))
#                      ^^^^^^^^^^^ FB310 error: halfhour(2) is no window
#                      hint: did you mean half_hour? windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
#                      fix: write half_hour
}
