# The requests behind a figure.
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
flow-list-way = Took this path
flow-list-within = Stated or closed in these days
flow-list-before = Closed before this day
flow-list-since = Closed since this day
flow-list-still = still open
flow-list-none = There are no such requests
flow-list-none-why = Something may have changed since. Go back to the figures and open them again.
flow-list-back = To the figures
# A request from another system.
flow-imported-lead = From { $source }, where its number is { $key }. This is history: it cannot be answered or changed here.
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
flow-imported-no-words = Its text and names are seen by those who work in this unit.
flow-promise-kept = kept
flow-promise-missed = missed
# Downloading the history.
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
