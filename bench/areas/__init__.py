"""One package per area of `make figures`; every module in it may count several figures."""
