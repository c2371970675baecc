# The clocks of a request, and why the date is what it is.
request-clock-running = running
request-clock-paused = paused
request-clock-met = on time
request-clock-missed = late
request-clock-late = overdue
request-clock-unneeded = not needed
request-clock-not-started = not started
request-clock-claim = Taking the request
request-clock-formulate = Finding out
request-clock-answer = Customer’s answer
request-clock-answer-yours = Your answer
request-clock-confirm = Confirmation of the brief
request-clock-confirm-yours = Your confirmation
request-clock-estimate = Offer
request-clock-choose = Customer’s choice
request-clock-choose-yours = Your choice
request-clock-accept = Acceptance
request-clock-accept-yours = Your acceptance
request-clock-resolve = Ruling
request-clock-review = Customer’s review
request-clock-review-yours = Your review
request-clock-delivery = Delivery
request-clock-delivery-note = Starts once an offer is chosen
request-clock-delivered = Promised: { $due }. Handed over: { $when }
request-clock-delivered-again = Handed over before: { $when }
request-clock-first = First answer
request-clock-first-unit = First answer: { $unit }
request-clock-counted = { $counted } of { $promised } working time
request-clock-paused-note = Waiting for the customer. The date shown holds if the answer comes now.
request-clock-total = Used of { $promised } working time
request-then-remind = Then we send a reminder
request-then-remind-free = Then we send a reminder, nothing is charged
request-then-customer-head = Then the customer’s head is told
request-then-provider-head = Then the head of the unit is told
request-then-administrators = Then the administrators are told
request-then-lapse = Then the request closes, nothing is charged
request-then-skip = Then it closes without a review
request-then-nothing = There will be no more reminders
request-why-line = { $when }: { $why }
request-why-not = not counted
request-why-night = outside hours
request-why-break = break
request-why-weekend = day off
request-why-holiday = holiday
request-why-paused = waiting for the customer
request-why-paused-you = waiting for you
request-why-calendar = { $when }: another calendar
request-why-between = { $count ->
    [one] { $count } more stretch
   *[other] { $count } more stretches
}
request-why-promise = Promise: first answer within { $amount }, version { $version }.
request-why-promise-time = { $span } of working time
request-why-promise-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
request-why-calendar-version = Calendar: { $name }, version { $version }, { $zone }.
