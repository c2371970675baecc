# States of requests and moves.
state-asking = waits for the customer’s answer
state-new = waits to be taken
state-formulating = being clarified
state-confirming = brief with the customer
state-estimating = being estimated
state-choosing = choosing an offer
state-working = at work
state-accepting = being accepted
state-disputed = disputed
state-reviewing = waits for a review
state-closed = finished
state-late = late
state-cancelled = stopped

move-claim = Take it
move-formulate = Find out the problem
move-answer = Answer the question
move-confirm = Confirm the brief
move-estimate = Estimate
move-choose = Choose an offer
move-deliver = Do it and hand it over
move-accept = Accept the work
move-resolve = Settle the dispute
move-review = Review the result
move-nothing = Nothing to do
