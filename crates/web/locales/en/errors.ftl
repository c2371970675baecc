# Error pages: what happened, what was kept, what to do.
error-code = Response code: { $status }
error-do-home = Go to the home page
error-do-back = Back to the form
error-do-sign-in = Sign in

error-kept-nothing = Nothing has changed.
error-kept-all = Everything you did before is in place.
error-kept-draft = Nothing has changed. What you typed is still in the form: go back and it is there.
error-next-back = Go back to the page you came from and try again.

error-bad-request = This cannot be read
error-bad-request-what = The address or the form arrived damaged, so we could not tell what to do.

error-sign-in = Please sign in
error-sign-in-what = This page is for people who are signed in, or your session has ended.
error-sign-in-next = Sign in and we will bring you back here.

error-forbidden = This is not open to you
error-forbidden-what = Other roles may do this.
error-forbidden-next = If your work needs it, ask the head of the unit or an administrator for the role.

error-stale = The form is out of date
error-stale-what = It came from another site or after the end of your session, so we did not carry it out.
error-stale-next = Open the page again and send the form once more.

error-not-found = There is no such page
error-not-found-what = The address may have a typo, or the page is not open to everyone.
error-not-found-next = Check the address, or look for it from the home page.

error-method = This page does not open that way
error-method-what = The address takes a sent form only.

error-conflict = Not possible right now
error-conflict-what = Things have changed meanwhile, and this action no longer fits.
error-conflict-next = Open the page again: it shows what changed and whose move it is now.

error-gone = This link has ended
error-gone-what = It has expired or was taken back.
error-gone-next = Ask the person who sent it for a new one.

error-too-large = Too much at once
error-too-large-what = This is more than we take: up to 1 MB of text in a form, and not more than twenty files.
error-file-size = The file is larger than { $limit } MB.
error-files-of-request = The files of one request may have { $limit } MB together; with these there would be more.
error-files-of-person = One person may send { $limit } MB of files in a month; with these there would be more.
error-no-files = This form takes no files. Send it without them.
error-too-large-next = Compress the file, split it, or put a link to it in the text.

error-media = We do not read this format
error-media-what = The data came in another form than this address expects.

error-invalid = The form is not complete
error-invalid-what = Some fields are empty or not right.
error-invalid-next = Go back to the form, check the fields and send it again.

error-too-many = Too many attempts
error-too-many-what = There were too many attempts in a row from this address or for this account.
error-too-many-next = Wait a few minutes and try again.

error-internal = Something broke on our side
error-internal-what = This is our fault, and the administrator already has a record of it.
error-internal-next = Try again a little later. If it happens again, tell the administrator what you were doing.

error-busy = The server is overloaded
error-busy-what = There is too much work at the moment, so we did not put you in a queue.
error-busy-next = Wait a minute and send it again. The same form is never carried out twice.

error-slow = The form came too slowly
error-slow-what = The connection almost stood still, and we stopped waiting for the rest.
error-slow-next = Check the connection and send it again. If the file is large, compress it or put a link to it in the text.

error-unwritable = Nothing can be written now
error-unwritable-what = The disk of the server has no room, or cannot be written. Everything can be read, and nothing that was answered before is lost.
error-unwritable-next = Tell whoever runs the server. When there is room, send the form again: nothing need be restarted.

error-no-room = There is no room for files
error-no-room-what = The disk of the server is almost full, and we take no files so that everything else goes on.
error-no-room-share = Files have taken all of the disk that they may have.
error-no-room-next = Send the form without files, with a link to them in the text, and tell an administrator, who can make room.

error-timeout = It took too long
error-timeout-what = The server worked longer than it may and stopped.

# Why a request or an account did not take an action.
refused-state = The request is in another state by now: this action does not fit it.
refused-not-yours = The other side of the request does this.
refused-own-work = Nobody accepts or rates their own work.
refused-own-unit = You serve the unit you ordered from, so the head of the unit that pays decides here, or the head above if they serve it too.
refused-not-entrusted = The customer decides, or whoever they entrust. You can read, write and answer.
refused-changed = Somebody made changes while you were reading, so we did not write over them.
refused-offer-gone = The offer was taken back or has expired.
refused-line = This line of the offer has { $free } left, and { $needed } is needed.
refused-children = { $count ->
    [one] { $count } sub-request must end first.
   *[other] { $count } sub-requests must end first.
}
refused-paid = No more can be paid back than was paid: { $paid }.
refused-already = This is done already.
refused-too-late = { $count ->
    [one] A request can be opened again within { $count } day, and that has passed.
   *[other] A request can be opened again within { $count } days, and that has passed.
}
refused-budget = The budget has { $free } free, and { $needed } is needed.

# What is wrong with a field.
field-required = Fill in this field
field-too-long = Use { $limit } characters or fewer
field-wrong = Check this field
field-currency = Use the three capital letters of ISO 4217, such as RUB
field-email = This does not look like an email address
calendar-zone = There is no such time zone
field-not-number = Write a number in digits, such as 12,400 or 12.5
field-negative = The number cannot be below zero
field-too-precise = There are too many digits after the point
field-two-numbers = This could be two numbers. Write 12400, or 12.4
field-not-date = Write the date like this: 26.11.2026
field-not-time = Write the time like this: 16:00
field-out-of-bounds = This value does not fit: it is too large or too small
field-not-offered = Choose from the list
field-resent = This form was sent before with other words, or elsewhere: nothing of this was done. Check what was done, then send it again
field-own-unit = The unit that orders is not asked to offer
field-no-door = This unit does not take requests yet
field-in-past = This moment has passed
field-in-future = This moment is still to come
field-estimate-order = The numbers must grow, from the best case to the worst
field-every-criterion = Decide on every criterion
field-repeated = The same thing is there twice
field-too-many = There are too many rows
field-itself = This is the number of the same request
field-not-found = There is no such request
field-no-unit = You belong to no unit yet: an administrator can put you into one
field-ask-files = A question takes no files: send them as a separate message
field-files-again = Choose the files again: a browser does not let us put them back into the form
field-lines-or-free = Add at least one line, or mark that nothing is charged

error-too-many-writes = More than { $limit } forms within a minute came from you.
error-too-many-heavy = Several pages that count much are still being made for you.
error-away = The database is away
error-away-what = It does not answer at the moment. It comes back by itself.
error-host = This address is not served
error-host-what = The browser asked for an address that this site does not answer at.
error-host-next = Open the address that your administrator gave you.
