# How requests flow: the frame of the pages and the figures.
nav-flow = Flow
flow-title = How requests flow
flow-title-of = How requests flow: { $name }
flow-title-company = How the company’s requests flow
flow-link = How requests flow
flow-parts = What to show
flow-period = Period
flow-period-month = 30 days
flow-period-quarter = Quarter
flow-period-year = Year
flow-period-all = All time
flow-period-own = Other dates
flow-by = What belongs to the period
flow-by-opened = Requests stated in it
flow-by-closed = Requests closed in it
flow-by-opened-short = Stated: { $period }
flow-by-closed-short = Closed: { $period }
flow-choose = Dates and filters
flow-from = From
flow-to = To
flow-show = Show
flow-clear = Clear filters
flow-any = All
flow-filter-service = Service
flow-filter-unit = Unit
flow-filter-customer = Customer unit
flow-filter-team = Team
flow-filter-priority = Priority
flow-none = not given
flow-unknown = no data
flow-erased = name erased
flow-figures = Figures
flow-findings = Findings
flow-baseline = Before and since
flow-map = Process map
flow-chain = Who orders from whom
flow-scatter = Times
flow-cumulative = Cumulative flow
flow-ageing = Age of open requests
flow-arrivals = Arrived and closed
# Figures.
flow-requests = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
flow-how-long = How long it takes
flow-how-long-note = First round the clock, then in working time by the unit’s calendar. Work and waiting are counted on closed requests.
flow-lead = From stated to closed
flow-solve = From stated to solved
flow-answer = To the first answer
flow-touch = Being worked on
flow-waiting = Waiting
flow-client-time = Customer’s time
flow-far = { $part } of 100 within { $span }
flow-fig-requests = Requests
flow-fig-closed = { $count } closed
flow-fig-open = { $count } open
flow-fig-lead = Lead time, median
flow-fig-touch = Share of time worked on
flow-fig-touch-note = longest: { $whom }
flow-fig-answer = First answer, median
flow-fig-promise = Promise kept
flow-fig-promise-note = { $missed } missed, { $share }
flow-fig-promise-none = nothing was promised
flow-fig-handoffs = Hand-offs per request
flow-fig-handoffs-note = from team to team
flow-fig-ping-pong = Ping-pong
flow-fig-first-team = Solved by the first team
flow-fig-reopened = Reopened
flow-fig-arrivals = Arrived in the period
flow-fig-completed = closed: { $count }
flow-spent = Where the time went
flow-spent-note = Share of work and waiting together; what is solved or closed waits no more.
flow-handoff-table = Hand-offs between teams
flow-ping-pong-table = Ping-pong: came back or went only forward
flow-ways = Most frequent paths
flow-ways-note = Repeats kept. Different paths in all: { $count }.
flow-by-service = By service
flow-by-unit = By unit
flow-by-customer = Who asks
flow-by-priority = By priority
flow-first-of = { $shown } of { $count } shown
flow-col-what = What
flow-col-name = Whose
flow-col-waits = The request is
flow-col-share = Share
flow-col-calendar = Round the clock
flow-col-working = Working time
flow-col-working-median = Working: 50 of 100
flow-col-working-p85 = Working: 85 of 100
flow-col-working-p95 = Working: 95 of 100
flow-col-handoffs = Hand-offs
flow-col-solve-median = To solved, median
flow-col-lead-median = Lead time, median
flow-col-missed = Missed
flow-col-way = Path
flow-col-opened = Stated
flow-col-before = Before
flow-col-since = Since
flow-col-change = Change
flow-col-verdict = What can be said
flow-handoffs-count = { $count ->
    [0] no hand-off
    [one] { $count } hand-off
   *[other] { $count } hand-offs
}
flow-handoffs-more = { $count } or more
flow-handoffs-back = { $count ->
    [one] { $count } hand-off, came back
   *[other] { $count } hand-offs, came back
}
flow-handoffs-forward = { $count ->
    [one] { $count } hand-off, only forward
   *[other] { $count } hand-offs, only forward
}
flow-unit-minute = min
flow-unit-hour = h
flow-unit-day = d
flow-unit-points = pp
# When there is nothing to show.
flow-none-chosen = Nothing fits these filters
flow-none-chosen-why = The period has requests, but none like these. Remove one of the filters.
flow-none-period = No requests in this period
flow-none-period-why = Take a longer period: there may be earlier ones.
flow-show-all = Show all time
flow-none-ever = No requests yet
flow-none-ever-why = Figures come with the first request. If the history is in another system, it can be brought in.
flow-import = Bring the history in
flow-widened = There were no requests in the last quarter, so all time is shown.
