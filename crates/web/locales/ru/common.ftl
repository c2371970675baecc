# То, что стоит вокруг каждой страницы.
brand = Витрина
skip = К содержанию
nav-main = Основные разделы
nav-home = Главная
nav-desk = Стол
nav-admin = Управление
nav-rates = Ставки
language = Язык
theme = Оформление
theme-system = Как в системе
theme-light = Светлое
theme-dark = Тёмное
sign-out = Выйти
me-instead = вместо: { $name }
demo-another = Посмотреть от лица другого
demo-banner = Это показательная компания: люди и суммы вымышлены, пробуйте что угодно.

palette-open = Найти или выполнить
palette-title = Перейти или выполнить
palette-hint = Страница или действие
palette-none = Ничего не нашлось
palette-lead = Все страницы и действия, которые вам доступны.
palette-page = страница
palette-storefront = витрина

script-wait = Отправляем…
script-failed = Не удалось связаться с сервером. Текст сохранён, попробуйте ещё раз.
script-restored = Вернули текст, который вы не успели отправить

more = Показать ещё
form-errors = { $count ->
    [one] Исправьте одно место
    [few] Исправьте { $count } места
   *[many] Исправьте { $count } мест
}

tag-money = деньги
tag-time = вашего времени
tag-time-customer = времени заказчика
price-free = без оплаты
price-unknown = цены ещё нет
time-none = нисколько
time-unknown = время ещё не известно
size-kb = { $n } КБ
size-mb = { $n } МБ

keys-title = Клавиши
keys-switch = Работают одиночные клавиши
keys-close = Закрыть

why-title = Почему такой срок
why-caption = Отсчитанное время

notice-saved = Сохранено
