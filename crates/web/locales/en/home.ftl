# Home: the box, own requests, storefronts.
home-title = Home
ask-title = What needs solving?
ask-label = Describe the problem in your own words
ask-go = Send the request
ask-services = { $count ->
    [one] { $count } service fits
   *[other] { $count } services fit
}
ask-services-none = No service fits yet
ask-requests = Similar requests of yours
ask-requests-none = You have no similar requests
ask-taker-html = Nothing fits? Send it as it is. <b>{ $name }</b>, { $unit }, takes it and answers { $due }.
ask-taker-none = Nothing fits? Send it as it is: it will not get lost.
ask-more = Say whom it is for, or attach files
ask-text = What needs solving
ask-text-hint = What happened and what should come of it. No form needed: we will ask for details ourselves.
ask-unit = To whom
ask-unit-hint = Not sure? Leave it as it is.
ask-anybody = I do not know, decide for me
ask-files = Files
ask-go-note = No money is reserved yet: first we find out what the problem is.
ask-fit = There may be a service for it
notice-stated = The request is in. This page tells whose move it is and when the answer is promised.

home-waits = Waiting for you
home-waits-count = { $count ->
    [one] { $count } thing
   *[other] { $count } things
}
home-waits-none = Nothing waits: no brief, no offer, no work to accept.
home-waits-none-outside = Nothing waits for you as a customer.
home-mine = My requests
home-mine-all = All requests
home-steps = Next steps
home-steps-done = { $done } of { $all } done
home-no-unit = You belong to no unit yet, so you cannot ask for anything. An administrator puts people into units.
home-mine-none-yet = No requests yet.
home-mine-none = No requests yet. Describe a problem in the box above: whoever is responsible takes it.
home-row-due = { $who }, answer { $due }
home-row-ready = { $who }, ready { $due }
home-row-since = { $who }, { $since }
home-row-waits = { $who }, waiting for you for { $span }
home-row-late = { $who }, was promised { $due }
home-departments = Storefronts of departments
home-departments-none = No department has published a service yet.
home-services = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
mine-which = Which requests
mine-open = In progress
mine-ended = Ended
mine-none = Nothing here
mine-none-go = Describe a problem

go-answer = Answer
go-confirm = Read the brief
go-choose = Compare
go-accept = Check the work
go-review = Review
go-resolve = Look into it
home-outside = Only what concerns your organisation is here. Invitations to offer and the work itself are on the desk.
home-outside-desk = Open the desk
