# What stands around every page.
brand = Vitrina
skip = Skip to content
nav-main = Main sections
nav-home = Home
nav-desk = Desk
nav-admin = Administration
nav-rates = Rates
language = Language
theme = Appearance
theme-system = Same as the system
theme-light = Light
theme-dark = Dark
sign-out = Sign out
me-instead = for { $name }
demo-another = Look around as somebody else
demo-banner = This is a demonstration company: people and sums are invented, try anything.

palette-open = Find or do
palette-title = Go to a page or do something
palette-hint = Page or action
palette-none = Nothing found
palette-lead = Every page and action you can use.
palette-page = page
palette-storefront = storefront

script-wait = Sending…
script-failed = The server cannot be reached. Your text is kept, please try again.
script-restored = We brought back the text you had not sent

more = Show more
form-errors = { $count ->
    [one] One thing needs fixing
   *[other] { $count } things need fixing
}

tag-money = money
tag-time = your time
tag-time-customer = customer’s time
price-free = no charge
price-unknown = no price yet
time-none = none
time-unknown = time not known yet
size-kb = { $n } KB
size-mb = { $n } MB

keys-title = Keyboard
keys-switch = Single keys are on
keys-close = Close

why-title = Why this date
why-caption = Time counted

notice-saved = Saved
