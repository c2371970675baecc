# The history of other systems: taking in a log of requests.
admin-logs = History from another system
admin-logs-tab = History
log-lead = Bring the log of the earlier system and see how the unit served its customers. We show first what would come; nothing is written until you confirm.
log-begin = New import
log-unit = Unit
log-unit-hint = Who carried out these requests. Teams in the file become its parts
log-source = Other system
log-source-hint = A short name such as ServiceNow. It tells the same requests when you import again
log-file = Log file
log-file-hint = Up to 64 MB, gzip accepted: CSV, XLSX, XES, OCEL 2.0 or a ServiceNow audit log
log-upload = Upload and read
log-upload-note = We detect format and encoding.
log-file-too-large = The file is larger than 64 MB. Compress it with gzip, split it by time, or use the command vitrina import log.
log-earlier = Imports
log-earlier-none = There have been no imports yet.
log-began = Began
log-took = Took
log-came = What came
log-outcome = new: { $new }, continued: { $longer }
log-state-reading = Reading the file
log-state-staging = Writing
log-state-stopping = Stopping
log-state-done = Done
log-state-cancelled = Stopped
log-state-failed = Failed

log-map-title = What the columns mean
log-format = Format
log-encoding = Encoding
log-form-csv = CSV
log-form-xlsx = XLSX
log-form-xes = XES
log-form-ocel-json = OCEL 2.0 (JSON)
log-form-ocel-xml = OCEL 2.0 (XML)
log-form-ocel-sqlite = OCEL 2.0 (SQLite)
log-refused = This file cannot be read like this
log-doubts = Please check
log-doubt-not-found = No column was found for “{ $role }”. A log cannot be read without it: choose it below.
log-doubt-day-or-month = Day and month can be read either way round: { $patterns }. The first was taken; if that is wrong, choose the other.
log-doubt-several = Dates are written in several ways: { $patterns }. All of them are clear and each will be read.
log-doubt-mixed = Dates are written so that day and month cannot be told apart: { $patterns }. Write them one way in the file.
log-doubt-zone = Times have no time zone. The company’s was taken ({ $zone }); if the other system used another, name it.
log-doubt-meanings = What the states mean was guessed from their names. Check each of them.
log-columns = Columns
log-columns-hint = The request number, the state and the time are needed. Leave other columns without a role.
log-more-columns = { $count ->
    [one] { $count } more column is not shown; give it a role in a mapping file.
   *[other] { $count } more columns are not shown; give them roles in a mapping file.
}
log-samples = Samples
log-role = What it is
log-role-none = Not needed
log-role-twice = Another column has the role “{ $role }” already. Leave it to one of them
log-role-missing = Choose the column for “{ $role }”
log-role-case = Request number
log-role-activity = State or action
log-role-time = When
log-role-order = Order within a request
log-role-event = Event number
log-role-meaning = Meaning of the state
log-role-team = Team
log-role-person = Handler
log-role-customer-person = Who asked
log-role-customer = Customer’s unit
log-role-unit = Who serves
log-role-service = Service
log-role-title = What it is about
log-role-priority = Priority
log-role-channel = Channel
log-role-opened = Opened at
log-role-answered = Answered at
log-role-solved = Solved at
log-role-closed = Closed at
log-role-promise-kept = Promise kept
log-role-promise-missed = Promise missed
log-role-reopened = Times reopened
log-states = States
log-states-hint = What a state means decides what counts as work, what as waiting, and for whom.
log-state = State
log-first-rows = In the first rows
log-means = What it means
log-times-came = Times
log-change = Change
log-meaning-none = Not said: counts as work
log-meaning-queue = Waiting, nobody has begun
log-meaning-work = Being worked on
log-meaning-customer = Waiting for the customer
log-meaning-vendor = Waiting for somebody outside
log-meaning-other = Waiting for somebody in the company
log-meaning-solved = Solved, not yet confirmed
log-meaning-closed = Closed
log-times = Dates and times
log-date = How dates are written
log-date-hint = The example is 31 December 2026, a minute before midnight
log-zone = Time zone
log-zone-hint = For times that have none: Europe/Moscow, Asia/Yekaterinburg, UTC
log-dates-more = Other ways dates are written in this file
log-dates-more-hint = One per line, in strptime signs: %d.%m.%Y[ %H:%M]. Seldom needed
log-reading = How to read the file
log-found-out = Detect from the file
log-delimiter = Delimiter
log-sheet = Sheet
log-sheet-hint = The name of the sheet. Empty: the first
log-case-type = What counts as a request
log-case-type-hint = Events of this log belong to objects of several types. Each object of the chosen type becomes a request
log-object-type = { $name }: { $objects } objects, { $events } events
log-snapshot = Each row shows the whole request
log-snapshot-hint = Then the last row has the last word. Otherwise what was given once stays
log-missing = What means “not given”
log-missing-hint = One per line, for example ? or N/A. An empty cell always does
log-leave = Rows to leave out
log-leave-column = Column
log-leave-values = Values
log-leave-values-hint = One per line. Rows with any of them are skipped
log-understood = How the first rows are understood
log-row-wrong = { $value } ⚠ { $why }
log-show = Show again
log-next = Next
log-check = Check the whole file
log-check-note = You will see what would come. Nothing is written.
log-mapping-name = Mapping name
log-mapping-name-hint = Under this name you can use it for the next file
log-mapping-save = Save the mapping
log-saved = Saved mappings
log-saved-none = No mapping has been saved yet.
log-saved-choose = Mapping
log-saved-load = Apply
log-toml = Mapping from a file
log-toml-file = TOML file
log-toml-hint = One downloaded here or written for vitrina import log
log-toml-load = Apply the file
notice-mapping-saved = The mapping is saved
notice-mapping-loaded = The mapping is applied

log-try-title = What would come
log-about = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $requests ->
    [one] { $requests } request
   *[other] { $requests } requests
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}.
log-try-nothing-yet = Nothing has been written yet.
log-new = New requests
log-longer = Will continue
log-same = Already here
log-older = Shorter than ours
log-differs = Differ
log-take = Import
log-take-note = You may close the page: the import goes on by itself. Either all of it appears at once, or nothing.
log-nothing = There is nothing to import: every request of the file is already here.
log-nothing-own = There is nothing here that you may import: see below what is left out and why.
log-busy = Another import is going on. Wait until it ends, or stop it
log-made = What comes besides requests
log-created-units = { $count ->
    [0] No new units.
    [one] { $count } new unit
   *[other] { $count } new units
}
log-created-services = { $count ->
    [0] No new services.
    [one] { $count } new service (as an idea)
   *[other] { $count } new services (as ideas)
}
log-created-people = { $count ->
    [0] No new people.
    [one] { $count } new person (cannot sign in)
   *[other] { $count } new people (cannot sign in)
}
log-known = Already here: { $count }
log-more-names = { $count } more.
log-foreign = Left out: units of others
log-foreign-count = { $count ->
    [one] { $count } request is not imported.
   *[other] { $count } requests are not imported.
}
log-foreign-why = You may bring history only into your own units, and these rows name units of others. An administrator’s order is needed: ask an administrator to import this file.
log-foreign-unit = Unit in the file
log-foreign-new = { $name }: not in Vitrina yet
log-foreign-rows = Rows
log-foreign-lines = First lines of the file
log-differing = Different from what was imported before
log-differing-why = The rows of these requests are not those that were written before. They are left as they are: the past is not rewritten.
log-differing-count = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
log-remarks = What was repaired or left out
log-remarks-file = Download CSV
log-remarks-kinds = What was repaired or left out, by kind
log-remarks-rows = Row by row
log-count = How many
log-done = What was done
log-done-rejected = Row left out
log-done-dropped = Value left out
log-done-repaired = Repaired
log-done-kept = Taken as it is
log-notes-file = remarks

log-progress-title = Import of history
log-step-reading-begins = Reading the file.
log-step-reading = { $done } of { $total } read.
log-step-comparing = Comparing with what is here.
log-step-staging = { $done } of { $total } requests written. Nobody sees them yet.
log-step-showing = All is written; opening it now.
log-step-done = The history is here, visible to everybody who may see it.
log-step-nothing = Everything in the file had been imported before; nothing changed.
log-step-nothing-own = Nothing was imported: what is new in the file belongs to units of others.
log-step-cancelled = The import was stopped. Nothing of it is left.
log-step-failed = The import did not come to its end. Nothing of it is left.
log-leave-page = You may close the page: the import goes on by itself, and the list of imports leads back here.
log-stop = Stop
log-stop-note = What was written vanishes without a trace.
log-stop-sure = Stop the import? Nothing of it will be left.
log-why-not = Why
log-lost = The program stopped before the import came to its end. Begin it again: the file is kept for a day.
log-lost-right = While the import went on, the right to bring history into one of these units was withdrawn. Ask an administrator.
log-broke = The database or the rules of the company did not let the import come to its end. The server’s log says more; try again.
log-again = To the imports
log-made-units = New units
log-made-services = New services
log-made-people = New people
log-to-flow = See the unit’s flow
log-back = Take the import back
log-back-title = Taking an import back
log-back-lead = Everything will be as it was before this import. Its events stay in the history, but no figure, list or search will count them.
log-back-gone = Requests that vanish
log-back-shorter = Requests that read as before
log-back-units = Units that are closed
log-back-services = Services that are closed
log-back-people = People who leave
log-back-closes = Only what came with this import is closed, if nobody has changed it since and nothing else needs it.
log-back-note = Titles of requests and names are erased for good. The file can be imported again.
log-back-not-now = It cannot be taken back now
log-back-later = First take back the later import that added to the same requests
log-back-already = The import was taken back already, or is being taken back
log-back-not-done = The import did not come to its end, so there is nothing to take back
log-back-to-import = To the import
log-back-at = Taken back
log-back-by = By
log-back-leave-page = You can close this page: it goes on by itself.
log-state-back = Taken back
log-state-going-back = Being taken back
log-step-back = The import was taken back: everything is as it was before it. Below is what it had brought.
log-step-going-back = Taking the import back. Until the last moment everything can be seen as before, then all of it vanishes at once.
log-astray = Imports in units of others
log-astray-why = Whoever made these imports may not bring history into these units. See what lies there, and take back what does not belong.
log-astray-who = Imported by
log-astray-units = Units of others
log-astray-requests = Requests there
log-astray-do = What to do
notice-log-back = The import is being taken back
storefront-history = Bring in history from another system
