# Главная: окно «Что нужно решить?», свои обращения, витрины.
home-title = Главная
ask-title = Что нужно решить?
ask-label = Опишите задачу своими словами
ask-go = Отправить обращение
ask-services = { $count ->
    [one] Услуги: { $count } подходит
    [few] Услуги: { $count } подходят
   *[many] Услуги: { $count } подходят
}
ask-services-none = Подходящих услуг не нашлось
ask-requests = Похоже на ваши обращения
ask-requests-none = Похожих обращений у вас нет
ask-taker-html = Ничего не подошло? Отправьте как есть. Обращение возьмёт <b>{ $name }</b>, { $unit }, и ответит { $due }.
ask-taker-none = Ничего не подошло? Отправьте как есть: обращение не потеряется.
ask-more = Указать, кому, или приложить файлы
ask-text = Что нужно решить
ask-text-hint = Что случилось и что должно получиться. Форма не нужна, подробности спросим сами.
ask-unit = Кому
ask-unit-hint = Не знаете кому — оставьте как есть.
ask-anybody = Не знаю, решите сами
ask-files = Файлы
ask-go-note = Деньги пока не резервируем: сначала разберёмся в задаче.
ask-fit = Возможно, уже есть услуга
notice-stated = Обращение принято. На этой странице видно, чей сейчас ход и когда обещан ответ.

home-waits = Ждёт вас
home-waits-count = { $count ->
    [one] { $count } дело
    [few] { $count } дела
   *[many] { $count } дел
}
home-waits-none = Ничего не ждёт: ни ТЗ, ни предложений, ни приёмки.
home-waits-none-outside = Как заказчика вас ничего не ждёт.
home-mine = Мои обращения
home-mine-all = Все обращения
home-steps = Что сделать дальше
home-steps-done = сделано { $done } из { $all }
home-no-unit = Вы пока не состоите ни в одном подразделении, поэтому обратиться не от кого. Подразделение указывает администратор.
home-mine-none-yet = Обращений пока нет.
home-mine-none = Обращений пока нет. Опишите задачу в окне наверху: её возьмёт тот, кто за неё отвечает.
home-row-due = { $who }, ответ { $due }
home-row-ready = { $who }, готово { $due }
home-row-since = { $who }, { $since }
home-row-waits = { $who }, ждём вас { $span }
home-row-late = { $who }, обещали { $due }
home-departments = Витрины подразделений
home-departments-none = Пока ни одно подразделение не опубликовало услуг.
home-services = { $count ->
    [one] { $count } услуга
    [few] { $count } услуги
   *[many] { $count } услуг
}
mine-which = Какие обращения
mine-open = В работе
mine-ended = Законченные
mine-none = Здесь пусто
mine-none-go = Описать задачу

go-answer = Ответить
go-confirm = Прочитать ТЗ
go-choose = Сравнить
go-accept = Проверить
go-review = Оценить
go-resolve = Разобрать спор
home-outside = Здесь только то, что касается вашей организации. Приглашения прислать предложение и работа лежат на столе.
home-outside-desk = Открыть стол
