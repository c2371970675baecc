# Signing in, the first run, a password by a link.
sign-in-title = Sign in
sign-in-personas = Whose part to take
sign-in-personas-hint = the company is invented, no password needed
sign-in-as = Sign in
sign-in-as-name = Sign in as { $name }
sign-in-by-password = With a password
sign-in-login = Login
sign-in-login-hint = Usually your email address
sign-in-password = Password
sign-in-do = Sign in
sign-in-forgotten = Forgotten it? An administrator can send you a link to choose a new one.
sign-in-wrong = This login and password do not match
sign-in-blocked = Too many attempts. Try again in { $wait }, at { $hour }
notice-signed-out = You have signed out
me-password-wrong = That is not your present password

set-password-title = Choose a password
set-password-do = Save the password and sign in
set-password-then = The link works once. You will be signed out on your other devices.
password-hint = At least 10 characters; a phrase of several words is fine
password-again = Once more, to be sure
password-differs = The passwords are not the same
password-too-short = Use at least { $limit } characters
password-too-common = This password is among the first to be guessed. Use a phrase of several words
password-is-login = The password must not repeat the login
login-taken = Somebody else has this login
login-spaces = A login has no spaces
