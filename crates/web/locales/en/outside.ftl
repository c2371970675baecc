# People outside: a link to a request without an account, and the page that it opens.
request-share = Show it to somebody outside by a link
request-say-outside = Write to those invited

share-title = Show to somebody outside
share-what = A vendor or partner needs no account: give them a link. It opens the brief and your conversation with them, nothing else.
share-unit = To whom
share-unit-hint = Whoever has not been invited yet is invited now
share-until = How long the link works
share-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
share-sees = The link shows the agreed brief, their own offer and the conversation with you
share-may = They can ask, answer, send an offer or decline
share-anybody = Whoever has the address can open it: give it only to those who need it
share-do = Make a link
share-done = The link is ready
share-address = Address, { $unit }
share-once = Copy it now: it is shown once. It works { $until }
share-copy = Copy
share-copied = Copied
share-shown = You have already made this link, and its address was shown then. If it is lost, revoke the link and make another.
share-links = Links to this request
share-none = Nobody has been shown it yet.
share-made = { $who }, { $when }
share-works = works { $until }
share-expired = ended { $when }
share-revoked = revoked { $when }
share-end = Revoke
share-end-sure = Revoke the link? It will no longer open anything.
share-confidential = A confidential request is never shown outside: only the people named on it see it.
share-ended = The request has ended: no new links are needed.
share-customer = The customer makes and revokes links: they decide who sees their problem.
share-early = What can be shown is an agreed brief, and there is none yet. Come back when both sides have confirmed it.
share-nobody = There is nobody outside yet: an administrator adds vendors and partners under Units.
notice-link-ended = The link is revoked

say-title = Write to those invited
say-title-company = Write to the company
say-unit = To whom
say-seen = They and both sides of the request will see it. Others who were invited will not.
say-seen-by-company = Only those in the company who deal with this request will see it. Others who were invited will not.

outside-from = { $company }, request no. { $no }
outside-for = This page is open for you: { $unit }
outside-asked = We are waiting for your offer
outside-asked-what = Read the brief and offer a price and a date. If something is unclear, ask below.
outside-offer = Prepare an offer
outside-sent = Your offer was sent
outside-sent-what = The customer is comparing offers. The decision will appear here.
outside-chosen = You were chosen
outside-chosen-what = Your offer was accepted. Agree on the start of the work in the conversation below.
outside-over = Offers are no longer taken
outside-over-what = Thank you. If anything is needed from you, you will be asked here.
outside-brief = The brief
outside-problem = What needs solving
outside-outcome = What should come of it
outside-criteria = How the work will be accepted
outside-assumptions = What was assumed
outside-offers = Your offers
outside-price = the price and the customer’s time
outside-ready = Ready { $when }
outside-withdraw = Withdraw the offer
outside-offer-chosen = Chosen
outside-offer-withdrawn = Withdrawn
outside-offer-waits = Awaits a decision, valid { $until }
outside-offer-past = Not chosen
outside-talk = Questions and answers
outside-talk-none = Nothing has been asked yet.
outside-reply = Ask or answer
outside-you = You
outside-yours = your organisation
outside-about = About this page
outside-about-what = It opens by a personal link, with no need to sign in. Do not forward the address to those it is not meant for.
outside-works = The link works { $until }.
outside-not = Not for you?
outside-not-what = Say so in one line, so that nobody waits for you.
decline-will-link = The link will no longer open anything, and no offer can be sent
outside-left = Thank you for answering
outside-left-what = { $company } has your answer and the reason.
outside-left-next = The link no longer opens anything, and you can close this page. If things change, write to whoever sent it.

history-link = A link for somebody outside: { $unit }. It works { $until }
history-link-ended = The link was revoked: { $unit }
history-by-link = by a link
history-said-outside = Conversation with { $unit }, who was invited. Others who were invited do not see it.
news-outside-said = Somebody invited wrote about the request

field-confidential = A confidential request is never shown outside
error-link = This link no longer opens anything
error-link-what = It has ended, was revoked, or its address was not copied whole.
error-link-kept = Everything that you sent has arrived and is kept.
error-link-next = Check the address. If it is right, ask whoever sent it for a new one.
