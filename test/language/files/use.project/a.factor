def half() = mean(ret) / 2
