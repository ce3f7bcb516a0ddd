# by= names a key of the table.
factor f {
  from trade
  direction +1
  value sum(sum(amount, by=buyid)) / sum(amount)
#                          ^^^^^ FB313 error: by=buyid is no key of trade; its keys are buy_id, sell_id, minute
#                          hint: did you mean buy_id?
#                          fix: write buy_id
    + max(sum(amount, by=side)) / sum(amount)
#                        ^^^^ FB313 error: by=side is no key of trade; its keys are buy_id, sell_id, minute
#                        hint: write one of these
    + max(sum(amount, by=order.order_id)) / sum(amount)
#                        ^^^^^^^^^^^^^^ FB313 error: by=order.order_id is no key of trade; its keys are buy_id, sell_id, minute
#                        hint: write one of these
    + max(sum(amount, by=amount * 2)) / sum(amount)
#                        ^^^^^^^^^^ FB313 error: by=amount * 2 is no key of trade; its keys are buy_id, sell_id, minute
#                        hint: write one of these
    + max(sum(order.volume, by=buy_id)) / sum(volume)
#                              ^^^^^^ FB313 error: by=buy_id is no key of order; its keys are order_id, minute
#                              hint: write one of these
    + max(sum(amount, by=trade.buy_id)) / sum(amount)
}
