/* Comments begin with #. */
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB116 error: `/*` does not begin a comment, expected `#`
# hint: comments begin with `#`, documentation with `///`
factor f { from minute direction +1 value mean(ret) }
