# Keywords are keywords where the grammar expects one, and names elsewhere.
def value(let) = mean(let)

factor factor {
  from minute
  direction +1
  let from = ret
  let set = value(from)
  let direction = set
  let known = direction
  let unit = known
  let model = unit
  let use = model
  let def = use
  let train = def
  let input = train
  let count = count(ret < 0)
  value input / count
}
