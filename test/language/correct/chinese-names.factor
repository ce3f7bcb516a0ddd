# Names may be Chinese: of factors, lets, defs, parameters and sets.
def 占比(部分, 整体 = sum(volume)) = 部分 / 整体

/// 尾盘成交占比
factor 尾盘占比 {
  from minute
  direction -1
  let 尾盘 = sum(volume, window=late)
  value 占比(尾盘)
}

/// 早盘成交占比
factor 早盘占比 { from minute direction +1 value 占比(sum(volume, window=early)) }

set 成交量 { 尾盘占比, 早盘占比 }
