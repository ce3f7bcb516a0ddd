# A day is known at its close; prev is the way to an earlier promise.
factor sizes { from daily direction +1 known 09:30 value neutralize(prev(ret)) }
#                                            ^^^^^ FB500 error: factor sizes promises to be known at 09:30, but is known at 15:00 because of `neutralize(prev(ret))`
#                                            hint: read the day before with prev(x), or say: known 15:00
#                                            fix: write 15:00
factor by_size { from daily direction +1 known 09:30 value neutralize(prev(ret), by=cap) }
#                                              ^^^^^ FB500 error: factor by_size promises to be known at 09:30, but is known at 15:00 because of `neutralize(prev(ret), by=cap)`
#                                              hint: read the day before with prev(x), or say: known 15:00
#                                              fix: write 15:00
factor by_industry { from daily direction +1 known 09:30 value neutralize(prev(ret), by=industry) }
factor day_before { from daily direction +1 known 09:30 value prev(neutralize(ret)) }
factor first_price { from daily direction +1 known 09:30 value zscore(open / pre_close - 1) }
factor later { from daily direction +1 value forward_return(from=1, to=2) }
#                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB501 error: forward_return looks into the future; only a model's target may
#                                            hint: a factor sees today and the days before, nothing later: prev(x) is the day before
