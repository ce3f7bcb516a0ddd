use "late.factor"
use "minute/down.factor"

/// The factors of the report.
set huatai27 { late_skew_ret, down_vol_perc, corr_ret_lastret, }

/// The same, by their files.
set by_file { "late.factor", "minute/*.factor" }
