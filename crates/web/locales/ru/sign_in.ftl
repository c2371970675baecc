# Вход, первый запуск, пароль по ссылке.
sign-in-title = Вход
sign-in-personas = Кем посмотреть
sign-in-personas-hint = компания вымышлена, пароль не нужен
sign-in-as = Войти
sign-in-as-name = Войти как { $name }
sign-in-by-password = По паролю
sign-in-login = Логин
sign-in-login-hint = Обычно это адрес почты
sign-in-password = Пароль
sign-in-do = Войти
sign-in-forgotten = Забыли пароль? Администратор пришлёт ссылку, по которой задают новый.
sign-in-wrong = Логин или пароль не подходит
sign-in-blocked = Слишком много попыток. Попробуйте через { $wait }, в { $hour }
notice-signed-out = Вы вышли
me-password-wrong = Нынешний пароль не подходит

set-password-title = Выберите пароль
set-password-do = Сохранить пароль и войти
set-password-then = Ссылка сработает один раз. Прежние входы на других устройствах закончатся.
password-hint = Не короче 10 знаков; подойдёт фраза из нескольких слов
password-again = Ещё раз, чтобы не ошибиться
password-differs = Пароли не совпали
password-too-short = Не короче { $limit } знаков
password-too-common = Такой пароль угадают одним из первых. Возьмите фразу из нескольких слов
password-is-login = Пароль не должен повторять логин
login-taken = Такой логин уже занят
login-spaces = В логине не бывает пробелов
