# Как идут обращения: рамка страниц и цифры.
nav-flow = Поток
flow-title = Как идут обращения
flow-title-of = Как идут обращения: { $name }
flow-title-company = Как идут обращения компании
flow-link = Как идут обращения
flow-parts = Что показать
flow-period = Период
flow-period-month = 30 дней
flow-period-quarter = Квартал
flow-period-year = Год
flow-period-all = Всё время
flow-period-own = Свои даты
flow-by = Что попадает в период
flow-by-opened = Обращения, которые в нём поступили
flow-by-closed = Обращения, которые в нём закрыты
flow-by-opened-short = Поступили: { $period }
flow-by-closed-short = Закрыты: { $period }
flow-choose = Даты и отбор
flow-from = С какого дня
flow-to = По какой день
flow-show = Показать
flow-clear = Сбросить отбор
flow-any = Все
flow-filter-service = Услуга
flow-filter-unit = Подразделение
flow-filter-customer = Кто обратился
flow-filter-team = Команда
flow-filter-priority = Срочность
flow-none = не указано
flow-unknown = нет данных
flow-erased = имя удалено
flow-figures = Цифры
flow-findings = Находки
flow-baseline = До и после
flow-map = Карта процесса
flow-chain = Кто у кого заказывает
flow-scatter = Сроки
flow-cumulative = Накопленный поток
flow-ageing = Возраст открытых
flow-arrivals = Поступило и закрыто
# Цифры.
flow-requests = { $count ->
    [one] { $count } обращение
    [few] { $count } обращения
   *[many] { $count } обращений
}
flow-how-long = Сколько занимает
flow-how-long-note = Сначала круглосуточно, затем в рабочем времени по календарю подразделения. Время работы и ожидания посчитано по закрытым.
flow-lead = От поступления до закрытия
flow-solve = От поступления до решения
flow-answer = До первого ответа
flow-touch = В работе
flow-waiting = В ожидании
flow-client-time = Время заказчика
flow-far = { $part } из 100 за { $span }
flow-fig-requests = Обращений
flow-fig-closed = закрыто { $count }
flow-fig-open = открыто { $count }
flow-fig-lead = Срок, обычно
flow-fig-touch = Доля работы в сроке
flow-fig-touch-note = дольше всего: { $whom }
flow-fig-answer = Первый ответ, обычно
flow-fig-promise = Обещание сдержано
flow-fig-promise-note = нарушено { $missed }, это { $share }
flow-fig-promise-none = срок не обещали
flow-fig-handoffs = Передач на обращение
flow-fig-handoffs-note = из команды в команду
flow-fig-ping-pong = Пинг-понг
flow-fig-first-team = Решила первая команда
flow-fig-reopened = Открыли снова
flow-fig-arrivals = Поступило за период
flow-fig-completed = закрыто: { $count }
flow-spent = На что ушло время
flow-spent-note = Доля от времени работы и ожидания; решённое и закрытое уже не ждёт.
flow-handoff-table = Передачи между командами
flow-ping-pong-table = Пинг-понг: вернулись или шли вперёд
flow-ways = Самые частые пути
flow-ways-note = Повторы сохранены. Всего разных путей: { $count }.
flow-by-service = По услугам
flow-by-unit = По подразделениям
flow-by-customer = Кто обращается
flow-by-priority = По срочности
flow-first-of = Показаны { $shown } из { $count }
flow-col-what = Что
flow-col-name = Чьи
flow-col-waits = Обращение
flow-col-share = Доля
flow-col-calendar = Круглосуточно
flow-col-working = Рабочее время
flow-col-working-median = Рабочее: 50 из 100
flow-col-working-p85 = Рабочее: 85 из 100
flow-col-working-p95 = Рабочее: 95 из 100
flow-col-handoffs = Передач
flow-col-solve-median = До решения, обычно
flow-col-lead-median = Срок, обычно
flow-col-missed = Нарушено
flow-col-way = Путь
flow-col-opened = Поступило
flow-col-before = До
flow-col-since = После
flow-col-change = Изменение
flow-col-verdict = Вывод
flow-handoffs-count = { $count ->
    [0] без передач
    [one] { $count } передача
    [few] { $count } передачи
   *[many] { $count } передач
}
flow-handoffs-more = { $count } и больше
flow-handoffs-back = { $count ->
    [one] { $count } передача, вернулись
    [few] { $count } передачи, вернулись
   *[many] { $count } передач, вернулись
}
flow-handoffs-forward = { $count ->
    [one] { $count } передача, только вперёд
    [few] { $count } передачи, только вперёд
   *[many] { $count } передач, только вперёд
}
flow-unit-minute = мин
flow-unit-hour = ч
flow-unit-day = дн
flow-unit-points = п. п.
# Когда показать нечего.
flow-none-chosen = Под этот отбор ничего не подходит
flow-none-chosen-why = За период обращения есть, но не такие. Уберите одно из условий.
flow-none-period = За этот период обращений не было
flow-none-period-why = Возьмите период длиннее: в истории могут быть более ранние.
flow-show-all = Показать за всё время
flow-none-ever = Обращений ещё не было
flow-none-ever-why = Цифры появятся с первым обращением. Если история осталась в другой системе, её можно загрузить.
flow-import = Загрузить историю
flow-widened = За последний квартал обращений не было, поэтому открыто всё время.
