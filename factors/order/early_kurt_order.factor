/// 早盘委托量的峰度 · Kurtosis of the size of the orders entered from 09:30 to 10:00.
factor early_kurt_order {
  from order
  direction -1
  known 10:00
  value kurt(volume, window=09:30..10:00)
}
