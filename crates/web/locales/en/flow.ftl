# How requests flow: figures, findings, pictures.
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
flow-period-own = Own dates
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
flow-ageing = Age of open ones
flow-arrivals = Arrivals and completions
flow-map-note = States and the steps between them: how often, and how long it usually takes. Open a state or an arrow to see its requests.
flow-chain-note = An arrow goes from customer to provider: the thicker, the more requests, money or customer time. Money is what the customer paid the provider in the period. Broken: they wait longer than they are worked on, with whom they wait for. In a box: → requests given to others, ← requests received.
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
flow-scatter-note = Each closed request: when it was closed and how long it took. Below the lines lie 50, 85 and 95 of 100.
flow-cumulative-note = How many requests stood where, day by day. A band that widens is a queue that grows.
flow-ageing-note = All that are open at the end of the period, whenever they were stated.
flow-arrivals-note = How many came and went; the line above is how many are open.
flow-table = As a table
flow-table-cut = The first hundred rows; the whole table is in the CSV.
flow-detail = Detail of the map
flow-redraw = Redraw
flow-requests = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
flow-how-long = How long it takes
flow-how-long-note = First round the clock, then in working time by the unit’s calendar. Work and waiting are those of closed requests.
flow-lead = From stated to closed
flow-solve = From stated to solved
flow-answer = To the first answer
flow-touch = At work
flow-waiting = Waiting
flow-client-time = Customer’s time
flow-far = { $part } of 100 in { $span }
flow-fig-requests = Requests
flow-fig-closed = { $count } closed
flow-fig-open = { $count } open
flow-fig-lead = Lead time, median
flow-fig-touch = Work in all that time
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
flow-ping-pong-table = Ping-pong: came back or only forward
flow-ways = Most frequent ways
flow-ways-note = Repeats kept. Different ways in all: { $count }.
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
flow-col-working-median = Working: half
flow-col-working-p85 = Working: 85 of 100
flow-col-working-p95 = Working: 95 of 100
flow-col-handoffs = Hand-offs
flow-col-solve-median = To solved, median
flow-col-lead-median = Lead time, median
flow-col-missed = Missed
flow-col-way = Way
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
flow-weigh = Width of the arrows
flow-weigh-requests = Requests
flow-meaning-queue = waits for the provider
flow-meaning-work = at work
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
flow-word-median-time = usually
flow-word-mean-time = Mean
flow-word-median = Half
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
flow-none-chosen = Nothing fits these filters
flow-none-chosen-why = The period has requests, but none like these. Take one of the filters away.
flow-none-period = No requests in this period
flow-none-period-why = Take a longer period: there may be earlier ones.
flow-show-all = Show all time
flow-none-ever = No requests yet
flow-none-ever-why = Figures come with the first request. If the history is in another system, it can be brought in.
flow-import = Bring the history in
flow-list-all = Requests
flow-list-closed = Closed requests
flow-list-open = Open requests
flow-list-solved = Solved requests
flow-list-promised = Requests that were promised a time
flow-list-kept = Promise kept
flow-list-missed = Promise missed
flow-list-moved = Went from team to team
flow-list-came-back = Came back to an earlier team
flow-list-first-team = Solved by the first team
flow-list-reopened = Reopened
flow-list-arrived = Arrived in the period
flow-list-completed = Closed in the period
flow-list-slow = { $what }: longer than { $part } of 100
flow-list-measured = { $what }: what was measured
flow-list-spent = Requests that were “{ $what }”
flow-list-handoffs = { $count ->
    [0] Solved without a hand-off
    [one] Solved with { $count } hand-off
   *[other] Solved with { $count } hand-offs
}
flow-list-handoffs-more = { $count ->
    [one] Solved with { $count } hand-off or more
   *[other] Solved with { $count } hand-offs or more
}
flow-list-handoffs-back = { $count ->
    [one] { $count } hand-off, came back to an earlier team
   *[other] { $count } hand-offs, came back to an earlier team
}
flow-list-handoffs-forward = { $count ->
    [one] { $count } hand-off, only forward
   *[other] { $count } hand-offs, only forward
}
flow-list-age = Open ones of this age
flow-list-state = Were in “{ $state }”
flow-list-follows = Went from “{ $from }” to “{ $to }”
flow-list-few = Kept to a few
flow-list-begun = Began in “{ $state }”
flow-list-ended = Ended in “{ $state }”
flow-list-standing = Open on { $day }
flow-list-way = Went this way
flow-list-within = Stated or closed in these days
flow-list-before = Closed before this day
flow-list-since = Closed since this day
flow-list-still = still open
flow-list-none = There are no such requests
flow-list-none-why = Something may have changed since. Go back to the figures and open them again.
flow-list-back = To the figures
flow-since = Compare since
flow-compare = Compare
flow-baseline-of = Before and since { $day }
flow-baseline-note = A request belongs to the side on which it was closed. Less is better. In brackets, the bounds that hold the change in 95 of 100 cases.
flow-before-list = requests before
flow-since-list = requests since
flow-interval = { $by } ({ $low } to { $high })
flow-counts = { $before } before, { $since } since
flow-better = better
flow-worse = worse
flow-too-few = too early to tell: few requests
flow-not-measured = not measured
flow-one-side = nothing to compare: measured on one side only
flow-too-early = too early to tell: may be chance
findings-lead = Where time is lost, the most costly first.
findings-note = Hours are working hours. Losses of different kinds overlap and must not be added up. A finding says where to look, not who is at fault.
findings-money-note = Money is the same hours at the rate of the unit that had the request: what this time would cost if the unit had worked through it. It measures the loss and is no expense: nobody was paid for waiting. Time that waits for the customer or for somebody outside is not turned into money. Rates are those at the end of the period; sums are rounded to two digits.
findings-no-rates = There is no money beside the hours: these units have no hourly rate. Finance sets it.
finding-money = ≈ { $money }
finding-money-part = ≈ { $money } for { $span } of them
finding-money-not-set = no money: no hourly rate
finding-money-few = no money: fewer than five people under the rate
finding-money-not-ours = no money: it waits for the customer or outsiders
findings-none = No large losses to be seen
findings-none-why = A finding needs at least five requests and eight working hours behind it. Take a longer period.
findings-try = What to try:
finding-ping-pong = Ping-pong
finding-ping-pong-what = Requests went from “{ $from }” to “{ $to }” and came back. For this long they were not where they are solved.
finding-extra-step = Extra step
finding-extra-step-what = “{ $state }”, service “{ $service }”: most do without it; with it they take longer and the promise is kept no better.
finding-slow-step = Slow step
finding-slow-step-what = “{ $state }”, service “{ $service }”: the slowest stay here several times longer than usual.
finding-slow-hand-over = Slow hand-over
finding-slow-hand-over-what = After going from “{ $from }” to “{ $to }” requests lie untouched longer than after other hand-overs.
finding-repetition = Repetition
finding-repetition-what = “{ $state }”, service “{ $service }”: requests come back here again.
finding-many-touches = Many touches
finding-many-touches-what = These requests have far more steps than usual and take longer than the others.
finding-idle = Nobody’s
finding-idle-what = The team “{ $from }” has the request, but nobody in it does.
try-ask-what-decides = ask at the start what decides whose work it is; let the first team finish with a short question to the second.
try-leave-out = leave the step out for a while and compare.
try-look-at-the-slowest = look at the slowest together and agree after what time somebody is asked.
try-agree-on-hand-over = agree when the receiving team looks at what is new, and what comes with it.
try-agree-on-ready = agree what “ready” means before going on.
try-one-owner = give it one owner and talk instead of writing.
try-rota = name a person as soon as the request comes to the team: a rota.
flow-imported-lead = From { $source }, number there { $key }. This is history: it cannot be answered or changed here.
flow-imported-steps = What happened
flow-imported-facts = Facts
flow-imported-when = When
flow-imported-person = With whom
flow-imported-lasted = Lasted
flow-imported-customer = Customer
flow-imported-answered = First answer
flow-imported-solved = Solved
flow-imported-closed = Closed
flow-imported-promise = Promise
flow-imported-reopened = Reopened
flow-imported-no-words = What it says and who worked on it is seen by those who serve this unit.
flow-promise-kept = kept
flow-promise-missed = missed
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
flow-widened = There were no requests in the last quarter, so all time is shown.
flow-history-link = Download the history
flow-history-title = Download the history of requests
flow-history-lead = Requests and every step they took: state, team, time. Without texts and names: people are numbers.
flow-history-note = A file holds only what you may see: requests kept to a few others are not in it, and not counted here. Times are in UTC. Any of these files can be imported into Vitrina again.
flow-history-csv = For Excel and other spreadsheets: a row for each step.
flow-history-ocel-json = For process mining over several kinds of objects at once: requests, services, units, teams, people.
flow-history-ocel-xml = The same for programs that read XML.
flow-history-ocel-sqlite = The same as a database: open it in SQLite and ask in SQL.
flow-history-xes = For process mining programs that see a request as one line of events: ProM, pm4py and the like.
flow-history-download = Download .{ $form }
flow-history-all = all time
flow-history-none = Nothing to download
flow-history-none-why = There are no requests in this period that you may take along. Choose a longer period or remove a filter.
flow-history-steps = { $count ->
    [one] { $count } step
   *[other] { $count } steps
}
