# The history of a request: what happened, in one line.
history-automatic = automatically
history-reason = Reason: { $reason }
history-stated = The request was received by { $unit }.
history-stated-due = The first answer is promised for { $when }.
history-stated-for = Customer: { $who }.
history-stated-beneficiary = For: { $who }.
history-stated-parent = It is part of request No. { $number }.
history-claimed = { $me ->
    [you] You took the request
   *[other] { $who } took the request
}
history-assigned = { $me ->
    [you] You now handle it
   *[other] { $who } now handles it
}
history-passed-on = Passed on with its conversation to { $unit }
history-passed-on-alone = Passed on without its conversation to { $unit }
history-question-waits = The question waits for an answer, and the clocks are paused
history-question-waits-you = The question waits for your answer, and the clocks are paused
history-question-answered = A question, answered
history-question-withdrawn = A question, taken back
history-question-lapsed = A question, left unanswered
history-question-closed = The answer came, and the clocks run again
history-question-taken-back = The question was taken back, and the clocks run again
history-first-answer = { $unit } gave the first answer
history-interview = Interview
history-interview-of = { $span }, recorded by { $who }
history-insight = Insight: { $text }
history-note-stated = What was asked for
history-note-last-time = What happened last time
history-note-tried = What was tried
history-note-outcome = What a good outcome looks like
history-note-other = What else came up
history-brief-sent = { $to ->
    [me] You sent version { $version } of the brief
    [you] Version { $version } of the brief was sent to you
   *[other] { $who } sent version { $version } of the brief to the customer
}
history-brief-confirmed = { $me ->
    [you] You confirmed version { $version } of the brief
   *[other] { $who } confirmed version { $version } of the brief
}
history-brief-corrected = Correction to version { $count } of the brief
history-invited = { $unit } was invited to offer
history-declined = { $unit } declined to offer. { $reason }
history-offer = An offer came from { $unit }: { $price } and { $time } of the customer’s time, ready by { $when }
history-offer-withdrawn = { $unit } took its offer back. { $reason }
history-offers-refused = { $me ->
    [you] None of the offers suited you. { $reason }
   *[other] None of the offers suited { $who }. { $reason }
}
history-terms = Ordered from the price list, price: { $price }.
history-chosen = { $me ->
    [you] You chose the offer of { $unit }, { $price }. Reason: “{ $reason }”.
   *[other] { $who } chose the offer of { $unit }, { $price }. Reason: “{ $reason }”.
}
history-moved = { $unit } now answers for it.
history-task = New task: { $text }
history-task-done = Task done: { $text }
history-effort = You logged { $span } of your work
history-child = Ordered from { $unit }: request No. { $number }
history-child-agreed = Set aside for request No. { $number }: { $sum }
history-child-paid = Request No. { $number } was paid: { $sum }
history-child-refunded = Request No. { $number } gave back: { $sum }
history-child-ended = Sub-request No. { $number } has ended
history-delivered = The work was handed over
history-judged-all = { $count ->
    [one] the only criterion is met
   *[other] all { $count } criteria are met
}
history-judged-some = { $met } of { $all } criteria are met
history-judged = { $me ->
    [you] Your decision: { $text }
   *[other] { $who } decided: { $text }
}
history-accepted = The work was accepted, { $sum } was paid.
history-accepted-free = The work was accepted, nothing more is charged.
history-accepted-part = The accepted part was paid: { $sum }.
history-back = { $sum } went back to the budget.
history-dispute-opened = A dispute was opened
history-dispute-resolved = Ruling: { $outcome }
history-resolver = settles the dispute
history-reviewed = Review. Solved: { $solved }. Would have paid this much: { $pay }
history-review-skipped = No review came, the request was closed
history-reopened = The request was opened again
history-cancelled-customer = The customer stopped the request.
history-cancelled-provider = The provider stopped the request.
history-cancelled-resolver = The ruling closed the request.
history-cancelled-timer = No answer came, the request was closed.
history-reminded = A reminder was sent
history-escalated-customer = It took too long: the customer’s head was told
history-escalated-provider = It took too long: the head of the unit was told
history-escalated-administrators = It took too long: the administrators were told
history-participant = { $me ->
    [you] You were asked to take part
   *[other] { $who } was asked to take part
}
history-entrusted = { $me ->
    [you] You were entrusted to act for the customer
   *[other] { $who } may act for the customer too
}
history-trust-ended = The customer alone decides again
history-time-interview = { $span } of your time counted for the interview
history-time-page = About { $span } of your time counted on this page
history-repeats = Noted: this was asked before
history-repeats-not = Noted: this was not asked before
history-calendar = The clocks follow a new calendar
