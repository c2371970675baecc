# Steps of a request: pages with forms.
step-no = Request No. { $no }
back-to-request = Back to the request
choose-one = Choose
files-label = Files
files-hint = Up to ten files, { $limit } MB each.
reason-label = Why
reopen-days = { $count ->
    [one] It can be opened again within { $count } day
   *[other] It can be opened again within { $count } days
}
sees-both = Seen by those who take part on both sides.
sees-reason = The reason is seen by those who take part on both sides.
sees-offering = The reason is seen by everybody who sent an offer.
sees-dispute = Seen by both sides and by whoever settles the dispute.
money-title = Money
money-paid = Paid
money-reserved = Reserved
money-untouched = No money is spent or reserved
money-back = The reserved { $sum } goes back to the budget

trouble-meanwhile = What happened while you were writing:
trouble-send-again = Your text is in place. See whether it still fits, and send it again.
trouble-open = Open the request: it shows whose move it is now.
trouble-open-kept = Open the request: it shows whose move it is now. What you wrote is kept below.

# Take, assign, pass on.
claim-title = Take the request
claim-do = Take it
claim-will = The customer will see that you are handling the request
claim-clock = The first-answer clock stops with your first message, not with this button
notice-taken = The request is yours. Write to the customer: the first-answer clock is running.
assign-title = Hand to a colleague
assign-do = Assign
assign-to = To whom
assign-to-hint = People of your unit who handle requests
notice-assigned = The request has a new handler
pass-on-title = Pass on to another unit
pass-on-do = Pass the request on
pass-on-to = Where to
pass-on-note = Why, and what is known already
pass-on-note-hint = So that the customer is not asked again
pass-on-share = What goes along
pass-on-all = The request and the whole conversation
pass-on-all-hint = Messages, files, interviews and versions of the brief
pass-on-little = Only the request and this note
pass-on-little-hint = If the conversation holds something the other unit need not know
pass-on-will = The request joins the other unit’s queue, and it is no longer your move
pass-on-clock = The customer’s clock goes on, the other unit’s own clock starts
pass-on-sees = The note is seen by the customer and the new unit.
notice-passed-on = The request was passed on
target-door = { $unit }: no service in particular
target-hint = A unit or one of its services

# Conversation and work.
message-title = Write a message
message-do = Send
message-text = Message
message-ask = This is a question to the customer: the clocks stop until it is answered
message-ask-hint = A question takes no files: send them as a separate message
message-answers = The message answers the open question
notice-message = Sent
question-open = Open question
withdraw-question-title = Take the question back
withdraw-question-do = Take the question back
withdraw-question-will = The customer need not answer it, and the clocks go on
notice-question-withdrawn = The question was taken back, the clocks are running
task-title = New task
task-do = Add the task
task-text = What is to be done
task-which = Task
notice-task = Task added
task-done-title = Task done
task-done-do = Mark as done
notice-task-done = Task marked as done
effort-title = Log working time
effort-do = Log the time
effort-minutes = Minutes worked
effort-minutes-hint = A whole number, a day at most
effort-no-task = No task
effort-sees = The time is seen on this request. It is never counted or compared by person.
notice-effort = Time logged

# Interview.
interview-title = Interview
interview-do = Save the interview
interview-date = Date
interview-time = Time
interview-minutes = Minutes
interview-minutes-hint = The minutes of the conversation count as the customer’s time.
interview-guide = What you talked about
interview-guide-hint = Write down what you heard. Empty questions are not saved.
interview-quotes = The customer’s words
interview-quotes-hint = Word for word, with what follows from them: the brief and improvements to the service will refer to them. Empty rows are not saved.
interview-quote = Quote { $n }
interview-insight = Insight { $n }
interview-add = Another quote
interview-will = The customer sees the record and can correct it with a message
notice-interview = Interview saved
guide-stated = What they came with
guide-stated-hint = How the customer puts the problem
guide-last-time = What happened last time
guide-last-time-hint = Ask for the last case: what they did, where it went wrong, what it cost
guide-tried = What they have tried
guide-tried-hint = And why it did not help
guide-outcome = What a good outcome looks like
guide-outcome-hint = How the customer will know that the problem is solved
guide-other = Anything else that matters
guide-other-hint = Dates, limits, who else is affected
known-title = What is known already
known-statement = What was asked for
known-correction = What the customer corrected
known-quotes = The customer’s words
known-insight = Insight:
known-notes = Interview notes
known-messages = Conversation
remind-title = Send a reminder
remind-do = Remind
remind-will = The other side gets a notice that it is their move. Once a day at most.
notice-reminder-sent = Reminder sent
history-reminder-sent = { $me ->
    [you] You reminded the other side
   *[other] { $who } reminded the other side
}
step-reminder-sent = Reminder by the other side
