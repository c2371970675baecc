# Pictures: process map, value chain, charts.
flow-map-note = States and the steps between them: how often they happened and how long they usually took. Open a state or an arrow to see its requests.
flow-chain-note = An arrow goes from customer to provider: the thicker, the more requests, money or customer time. Money is what the customer paid the provider in the period. A dashed arrow: requests wait longer than they are worked on, and the label says for whom. In a box: → sent to others, ← received from others.
flow-chain-beyond = The largest { $drawn } of { $all } pairs are drawn. The rest are in the table.
flow-gap-years = { $count ->
    [one] nothing for { $count } year
   *[other] nothing for { $count } years
}
flow-gap-months = { $count ->
    [one] nothing for { $count } month
   *[other] nothing for { $count } months
}
flow-drawing-aside = If the drawing is wider than the screen, move it sideways. Its figures are in the table below.
flow-scatter-note = Each closed request: when it was closed and how long it took. Of every 100, 50, 85 and 95 lie below the lines.
flow-cumulative-note = How many requests stood where, day by day. A band that widens is a queue that grows.
flow-ageing-note = All requests open at the end of the period, whenever they were stated.
flow-arrivals-note = Bars show how many arrived and how many were closed; the line above, how many are open.
flow-table = As a table
flow-table-cut = The first hundred rows; the whole table is in the CSV.
flow-detail = Detail of the map
flow-redraw = Redraw
# Words of pictures and of the tables behind them.
flow-weigh = Width of the arrows
flow-weigh-requests = Requests
flow-meaning-queue = waits for the provider
flow-meaning-work = being worked on
flow-meaning-customer = waits for the customer
flow-meaning-vendor = waits for a vendor
flow-meaning-other = waits for something else
flow-meaning-solved = solved
flow-meaning-closed = closed
flow-word-start = Start
flow-word-end = End
flow-word-from = From
flow-word-to = To
flow-word-state = State
flow-word-meaning = What it means
flow-word-requests = Requests
flow-word-times = Times
flow-word-median-time = Usually
flow-word-mean-time = Mean
flow-word-median = 50 of 100
flow-word-p85 = 85 of 100
flow-word-p95 = 95 of 100
flow-word-request = Request
flow-word-closed-on = Closed
flow-word-lead-time = Lead time
flow-word-customer = Customer
flow-word-provider = Provider
flow-word-money = Money
flow-word-minutes = Customer’s time
flow-word-waits-for = Longest
flow-word-day = Day
flow-word-until = Until
flow-word-arrived = Arrived
flow-word-completed = Closed
flow-word-open = Open
flow-word-age = Age
flow-word-nothing = Nothing to draw yet: the period has no such requests.
# Labels on the map.
flow-times = { $count ->
    [one] once
   *[other] { $count } times
}
flow-short-queue = queue
flow-short-work = work
flow-short-customer = customer
flow-short-vendor = vendor
flow-short-other = other wait
flow-short-solved = solved
flow-short-closed = closed
