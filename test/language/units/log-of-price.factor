# The logarithm of a price is taken of its ratio to the one before.
factor f {
  from trade
  direction +1
  value sum(log(price))
#               ^^^^^ FB402 error: log needs a plain number, found CNY/share
#               hint: write log(price / prev(price))
#               fix: write price / prev(price)
}
