# Notices.
news-title = Notices
news-unread = { $count ->
    [one] { $count } new
   *[other] { $count } new
}
news-new = new
news-none = No notices yet
news-none-why = What happened to your requests will appear here: who took it, what they offered, what is needed from you.
news-read-all = Mark all as read
notice-news-read = All notices are marked as read
news-stated = A new request to your unit
news-passed-on = The request was passed on to another unit
news-claimed = The request was taken
news-assigned = The request was given to you
news-message = A new message
news-question = You were asked a question, the clock waits for the answer
news-brief = A brief came: confirm or correct it
news-brief-confirmed = The customer confirmed the brief
news-brief-corrected = The customer corrected the brief
news-invited = You are asked for an offer
news-invitation-declined = A unit declined to make an offer
news-offer = An offer came
news-offer-withdrawn = An offer was withdrawn
news-offer-chosen = The customer chose an offer
news-offers-refused = The customer refused the offers
news-delivered = The work is handed over: check it
news-judged = The customer checked the work
news-disputed = A dispute is open
news-resolved = The dispute was settled
news-reviewed = The customer left a review
news-reopened = The request was opened again
news-cancelled = The request was stopped
news-reminder = It is your move
news-escalated = The request has been waiting too long
news-participant = You were added to the request
news-entrusted = You were entrusted to act for the customer
news-other = Something happened to the request
