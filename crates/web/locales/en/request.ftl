# The page of one request.
request-number = No. { $number }
request-crumb-mine = My requests
request-crumb-desk = Desk
request-before = At first it was: “{ $text }”.
request-service = Service:
request-class-unit = Seen by the customer, their head and the unit
request-class-confidential = Confidential: seen only by those who take part and whoever handles it
request-nameless = name erased
request-nameless-unit = unit without a name
request-erased = text erased
request-you = you
request-voices = You speak for
request-jump = On this page
request-jump-work = Work
request-jump-offers = Offers
request-jump-brief = Brief
request-jump-tools = Tools
request-jump-history = History
request-jump-clocks = Clocks

request-state-new = new
request-state-formulating = finding out
request-state-confirming = brief with customer
request-state-estimating = awaiting offers
request-state-choosing = customer is choosing
request-state-working = at work
request-state-accepting = being checked
request-state-disputed = disputed
request-state-reviewing = awaiting review
request-state-closed = closed
request-state-cancelled = stopped

# Whose move it is.
request-turn-yours = Your move
request-turn-wait = Waiting for { $who }
request-turn-resolver = Waiting for a ruling
request-turn-closed = Closed
request-turn-cancelled = Stopped
request-turn-since = Waiting for { $span }
request-turn-since-now = Waiting since this minute
request-turn-until = Until { $when }
request-turn-promised = Promised for { $when }
request-turn-again = It can be opened again until { $when }
request-turn-late = Was due { $when }
request-turn-minutes = { $count ->
    [one] Takes about a minute
   *[other] Takes about { $count } min
}
request-do-claim = Take the request, or pass it on to somebody who can help
request-do-claim-ready = Take the order: its terms are agreed already
request-do-formulate = Find out what is really needed and send a brief
request-do-formulate-again = Find out what has changed and send a new version of the brief
request-do-answer = Answer the question: “{ $question }”
request-do-confirm = Read version { $version } of the brief and confirm or correct it
request-do-estimate = Estimate the work and send an offer
request-do-estimate-again = The earlier offers no longer stand: send a new one
request-do-choose = { $count ->
    [1] Look at the offer and decide whether it fits
    [2] Choose one of two offers
    [3] Choose one of three offers
   *[other] Choose one of { $count } offers
}
request-do-choose-none = The offers have expired: ask for a new one or turn them down
request-do-deliver = Do the work and hand it over
request-do-deliver-again = Finish what was not accepted and hand it over again
request-do-held = { $count ->
    [1] Waits for request { $requests }: hand over when it has ended
   *[other] Waits for requests { $requests }: hand over when they have ended
}
request-held-by = No. { $number } of { $unit }
request-do-accept = Check what was done against the criteria of the brief
request-do-resolve = Hear both sides and settle the dispute
request-do-review = Say whether the problem is solved and whether it was worth the price
request-wait-claim = Nobody has taken the request yet
request-wait-formulate = Finding out the problem and writing the brief
request-wait-answer = A question waits for an answer: “{ $question }”
request-wait-confirm = Version { $version } of the brief waits to be confirmed
request-wait-estimate = Estimating the work
request-wait-choose = Choosing an offer
request-wait-deliver = Doing the work
request-wait-accept = Checking the work against the criteria
request-wait-resolve = Somebody on neither side will decide
request-wait-review = Three questions about the result are left
request-ended = There is nothing left to do
request-ended-reviewed = The work was accepted and reviewed
request-ended-cancelled = Work on this request has stopped
request-go-claim = Take it
request-go-formulate = Write the brief
request-go-answer = Answer
request-go-confirm = Read the brief
request-go-estimate = Prepare an offer
request-go-choose = Compare and choose
request-go-deliver = Hand over the work
request-go-accept = Check the work
request-go-resolve = Settle the dispute
request-go-held = Open request No. { $number }
request-go-new = Describe a new problem
request-go-desk = Go to the desk
request-go-write = Write a message
request-go-own-offer = See your offer
request-go-review = Answer three questions
request-record-interview = Record an interview
request-bid-yours = You are invited
request-bid-do = Read the brief, then send an offer or decline
request-bid-sent = Offer sent
request-bid-wait = The customer is choosing
request-bid-over = Closed to offers
request-bid-ended = Offers on this brief are no longer taken

# Offers.
request-offers = Offers
request-offers-sub = all on version { $version } of the brief
request-offers-caption = { $count ->
    [one] Terms of the offer
   *[other] Offers compared
}
request-offers-none = There are no offers to choose from right now.
request-offers-past = No longer stand
request-terms = Terms
request-terms-sub = from the price list
request-row-price = Price
request-row-ready = When it will be ready
request-row-criteria = Criteria of the brief
request-row-without = without:
request-row-risk = What you risk
request-row-risk-customer = What the customer risks
request-row-own = Would they buy it themselves at this price?
request-row-valid = Stands until
request-row-reason = Why it was chosen
request-row-decision = Decision
request-risk-none = not stated
request-choose = Choose
request-withdraw = Take the offer back
request-refuse = None of these fits
request-offer-inside = inside the company
request-offer-outside = outside vendor
request-offer-probability = with { $percent } probability
request-offer-criteria-all = { $count ->
    [one] the only one
   *[other] all { $count }
}
request-offer-criteria-some = { $met } of { $all }
request-offer-chosen = { $me ->
    [you] chosen by you, { $when }
   *[other] chosen, { $when }
}
request-offer-not-chosen = not chosen
request-offer-expired = { $unit }, { $price }: expired { $when }.
request-offer-older = { $unit }, { $price }: on version { $version } of the brief.
request-offer-withdrawn = { $unit }, { $price }: taken back { $when }. { $reason }
request-offer-refused = { $unit }, { $price }: did not suit the customer, { $when }.
request-own-yes = Yes, at this price
request-own-less = For less, or in parts
request-own-no = No
request-own-none = Not asked
request-own-outside = Outside vendors are not asked
request-line-limit = up to { $sum }
request-line-labour = { $n } h at { $price }
request-line-per-unit = { $n } × { $price }
request-line-subscription = { $n } months at { $price }
request-choice-free = Nothing is charged, the budget is not touched.
request-choice-shadow = It is a shadow budget: the price is counted, nothing is reserved.
request-choice-reserve = Once you choose, the money is reserved in the budget.
request-choice-free-budget = { $free } is available.
request-choice-short = Only { $free } is available.
request-choice-reason = { $count ->
    [one] The provider will see why you chose.
    [2] Both providers will see why you chose.
   *[other] Everybody who sent an offer will see why you chose.
}
request-funding-nothing = Nothing is charged.
request-funding-shadow = The price of { $sum } is counted in the budget of { $unit }, nothing is reserved.
request-funding-budget = { $sum } was reserved in the budget of { $unit } when it was chosen.
request-funding-over = { $sum } was reserved in the budget of { $unit } when it was chosen, beyond what was issued.
request-funding-parent = { $sum } comes from a line of the main request.
request-invite = Who else can offer
request-invite-open = Invite another
request-invite-choose = Choose
request-invite-do = Invite
request-invite-note = They will see the brief and their own offer, nothing else.
request-invited-declined = declined
request-invited-offered = has offered
request-invited-waits = awaiting an answer
request-decline = Decline to take part

# The brief.
request-brief = Brief, version { $count }
request-brief-ready = from the service’s description
request-brief-waits = waits to be confirmed
request-brief-corrected = corrected { $when }
request-brief-confirmed = { $me ->
    [you] Confirmed by you, { $when }
    [nobody] Confirmed { $when }
   *[other] Confirmed by { $who }, { $when }
}
request-asked = Asked for
request-found = Found out
request-outcome = Outcome
request-distance = The problem
request-distance-same = As it was stated
request-distance-narrower = The same, put more precisely
request-distance-other = Turned out to be a different one
request-criteria = Accepted if
request-assumptions = { $count ->
    [one] Assumptions: { $count }
   *[other] Assumptions: { $count }
}
request-item-new = new in version { $version }
request-item-changed = changed in version { $version }
request-diff = What changed since version { $count }
request-confirm = Confirm the brief
request-confirm-note = Providers will then send a price and a date. Nothing is charged yet.
request-correct-open = Correct the brief
request-correct = Send back

# Work, acceptance, dispute, review.
request-judge = Acceptance
request-delivered = What was done
request-actual = What it came to:
request-own-work = Nobody accepts or rates their own work: somebody else on the customer’s side will.
request-criterion-met = accepted
request-criterion-missed = not accepted
request-verdict-yes = Met
request-verdict-no = Not met
request-verdict-before = Last time:
request-verdict-comment = What is missing in item { $count }, if it is not met
request-judge-send = Send the decision
request-pays-all = If you accept everything, { $sum } is paid.
request-pays-back = The other { $sum } goes back to the budget.
request-pays-part = If you accept a part, the lines it covers are paid and the rest waits.
request-pays-none = If anything is not met, nothing is paid and the work goes back.
request-dispute = Dispute
request-dispute-n = Dispute { $count }
request-dispute-open = awaiting a ruling
request-dispute-decided = settled
request-dispute-by = Opened by
request-dispute-why = Why
request-dispute-outcome = Ruling
request-dispute-open-it = Open a dispute
request-outcome-rework = The provider does the work again
request-outcome-release = The request is closed, the reserve went back to the budget
request-outcome-accept = The work counts as accepted and is paid
request-outcome-refund = { $sum } was paid back to the customer
request-outcome-dismiss = Everything stays as it is
request-review = What came of it
request-solved = Is the problem solved?
request-solved-yes = Yes
request-solved-partly = In part
request-solved-no = No
request-minutes = How much of your time it took
request-minutes-hint = Measured: { $span }. If that is right, leave this empty.
request-would-pay = Would you have paid { $sum } from your own budget?
request-would-pay-free = Would you order it again for your own time?
request-pay-yes = Yes
request-pay-less = Yes, but less
request-pay-no = No
request-review-send = Send the answers
request-review-note = Those who take part will see it. The service’s figures use the answers without names.
request-reopen = Open again
request-cancel = Stop the request

# The provider’s tools.
request-tools = Provider’s tools
request-tools-more = Tasks, working time, a colleague
request-effort-total = work logged: { $span }
request-repeats = Note that it was asked before
request-order = Order from another unit
request-pass-on = Pass on to another unit
request-withdraw-question = Take the question back
request-withdraw-question-note = The clocks go on.
request-tasks = Tasks
request-tasks-none = Split the work into steps if that helps. The customer sees them in the history.
request-task-open = in progress
request-task-done = done { $when }
request-task-finish = Done
request-task-new = New task
request-task-add = Add
request-effort-no-task = no task
request-effort-log = Log the time
request-assign = Hand to a colleague
request-assign-do = Assign

# History and reply.
request-history = History
request-history-all = The whole history
request-history-documents = Documents only
request-history-none = There are no documents yet.
request-reply-answer = Your answer
request-reply-provider = Write to the provider
request-reply-customer = Write to the customer
request-reply-files = Attach files
request-reply-send = Send
request-seen-open = Both sides and their units will see it.
request-seen-unit = Those who take part, the providing unit and the customer’s head will see it.
request-seen-confidential = Only those who take part and whoever handles it will see it.
request-seen-not-bidders = Invited providers will not.

# The side panel.
request-side = About the request
request-owner = Who answers
request-owner-nobody = nobody has taken it yet
request-clocks = Clocks
request-money = Money and time
request-fact-your-time = Your time so far
request-fact-their-time = Customer’s time
request-fact-you-waited = You waited
request-fact-customer-waited = Customer waited
request-fact-waited-for-you = Waited for you
request-fact-provider-waited = Waited for the customer
request-fact-both-waited = Both sides waited
request-fact-price = Price
request-fact-reserved = Reserved
request-fact-paid = Paid
request-fact-refunded = Paid back
request-fact-budget = Free in the budget
request-budget-shadow = shadow budget
request-budget-none = not issued
request-people = People
request-part-customer = customer
request-part-beneficiary = whom it is for
request-part-author = author
request-part-handler = { $unit }
request-part-participant = takes part
request-part-entrusted = acts for the customer
request-part-helper = takes part for the provider
request-entrust = Entrust the decision to a colleague
request-end-trust = Take the decision back
request-turn-payer = It is the move of the head of the unit that pays
request-part-bidder = sees the brief only
request-add-person = Ask somebody to take part
request-related = Related requests
request-parent = Part of
request-chain = Since the first request: { $span }
