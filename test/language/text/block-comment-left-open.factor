# A comment of another language that is never closed ends with its line.
factor f {
  from minute /* the bars
#             ^^^^^^^^^^^ FB116 error: `/*` does not begin a comment, expected `#`
#             hint: comments begin with `#`, documentation with `///`
  direction +1
  value mean(ret)
}
