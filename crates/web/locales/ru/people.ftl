# Управление: люди, по одному и файлом.
people-import = Загрузить из файла
person-new = Новый человек
person-name = Имя и фамилия
person-email = Почта
person-position = Должность
person-number = Табельный номер
person-manager = Руководитель
person-unit = Подразделение
person-units = Подразделения
person-roles = Роли
person-role = Роль
person-language = Язык
person-no-unit = Пока нигде
person-is-outside = Из другой организации
person-is-outside-hint = Увидит только то, что касается его самого
person-add = Добавить человека
person-add-note = Войти он сможет по ссылке, которую вы сделаете на его странице.
person-erased = Имя стёрто
person-no-password = пароля ещё нет
person-on = может войти
person-off = выключен
person-outside = внешний
person-off-lead = Человек выключен: войти он не может, его история на месте.
person-profile = Кто это
person-save = Сохранить
person-no-homes = Ни в одном подразделении не состоит.
person-join = Добавить в подразделение
person-join-do = Добавить
person-leave = Вывести
person-leave-sure = Вывести из подразделения «{ $unit }»? Роли в нём тоже закончатся.
person-no-roles = Ролей нет: человек заказывает услуги, как все.
person-revoke = Отозвать
person-role-unit = Где
person-role-unit-hint = Исполнитель, владелец услуг и руководитель — роли в подразделении, остальные — во всей компании
person-grant = Дать роль
role-whole-company = Вся компания
role-finance = финансы
role-administrator = администратор
role-auditor = аудитор
person-sign-in = Вход
person-login-hint = Оставьте пустым, чтобы взять прежний логин или почту
person-link = Сделать ссылку для пароля
person-link-note = Прежняя ссылка перестанет работать. Пароль по ссылке выберет сам человек.
person-link-made = Ссылка для пароля
person-link-hint = Передайте её человеку лично: показываем один раз. Сработает один раз, { $until }
person-switch-off = Выключить
person-switch-off-sure = Выключить: { $name }? Войти человек больше не сможет. Это можно отменить.
person-switch-off-note = Обращения и история останутся.
person-switch-on = Включить снова
notice-person-added = Человек добавлен. Сделайте ему ссылку для пароля внизу страницы.

import-lead = Сначала покажем, что изменится. Пока вы не подтвердите, ничего не записываем.
import-file = Файл с людьми
import-file-hint = CSV до 10 МБ. Нужны столбцы «Табельный номер», «ФИО», «Подразделение»; можно добавить «Почта», «Руководитель», «Должность», «Роли»
import-preview = Показать изменения
import-preview-note = Кодировку и разделитель определим сами.
import-preview-title = Что изменится
import-about = { $count ->
    [one] { $count } строка, { $encoding }, разделитель { $separator }.
    [few] { $count } строки, { $encoding }, разделитель { $separator }.
   *[many] { $count } строк, { $encoding }, разделитель { $separator }.
}
import-quoted = «{ $sign }»
import-tab = табуляция
import-ignored = Эти столбцы не понадобились:
import-created = Новые люди
import-changed = Изменятся
import-unchanged = Без изменений
import-switched-off = Выключены и останутся выключенными
import-missing = Нет в файле, останутся как есть
import-problems = Ошибки
import-line = Строка
import-column = Столбец
import-value = Что там
import-why = Что не так
import-whole-row = Вся строка
import-changes = Что изменится
import-new-person = Новый человек
import-more = { $count ->
    [one] И ещё { $count }
   *[many] И ещё { $count }
}
import-skip-bad = Пропустить строки с ошибками и применить остальные
import-apply = Применить изменения
import-apply-note = Запишем всё сразу или ничего.
import-only-problems = Записать нечего. Исправьте файл: строки и столбцы с ошибками названы ниже.
import-another = Загрузить исправленный
services-no-units = Сначала нужно подразделение: услугу описывает оно.
import-nothing = Менять нечего: люди из файла уже такие.
import-not-applied = Ничего не записано: в файле есть ошибки. Исправьте его или разрешите пропустить такие строки.
import-file-gone = Файл хранится сутки и уже удалён. Загрузите его ещё раз
notice-imported = Люди из файла записаны
