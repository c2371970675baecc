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
