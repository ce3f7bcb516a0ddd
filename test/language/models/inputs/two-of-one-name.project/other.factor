factor a { from minute direction 1 value std(ret) }
set others { a }
