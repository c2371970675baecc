# Обращения, которые стоят за цифрой.
flow-list-all = Обращения
flow-list-closed = Закрытые обращения
flow-list-open = Открытые обращения
flow-list-solved = Решённые обращения
flow-list-promised = Обращения с обещанным сроком
flow-list-kept = Обещание сдержано
flow-list-missed = Обещание нарушено
flow-list-moved = Переходили из команды в команду
flow-list-came-back = Вернулись к прежней команде
flow-list-first-team = Решила первая команда
flow-list-reopened = Открыты снова
flow-list-arrived = Поступили за период
flow-list-completed = Закрыты за период
flow-list-slow = { $what }: дольше, чем у { $part } из 100
flow-list-measured = { $what }: по чему считали
flow-list-spent = Обращения, которые были в положении «{ $what }»
flow-list-handoffs = { $count ->
    [0] Решены без передач
    [one] Решены за { $count } передачу
    [few] Решены за { $count } передачи
   *[many] Решены за { $count } передач
}
flow-list-handoffs-more = { $count ->
    [one] Решены за { $count } передачу или больше
    [few] Решены за { $count } передачи или больше
   *[many] Решены за { $count } передач или больше
}
flow-list-handoffs-back = { $count ->
    [one] { $count } передача, вернулись к прежней команде
    [few] { $count } передачи, вернулись к прежней команде
   *[many] { $count } передач, вернулись к прежней команде
}
flow-list-handoffs-forward = { $count ->
    [one] { $count } передача, только вперёд
    [few] { $count } передачи, только вперёд
   *[many] { $count } передач, только вперёд
}
flow-list-age = Открытые этого возраста
flow-list-state = Были в состоянии «{ $state }»
flow-list-follows = Перешли из «{ $from }» в «{ $to }»
flow-list-few = Для узкого круга
flow-list-begun = Начались с «{ $state }»
flow-list-ended = Закончились на «{ $state }»
flow-list-standing = Были открыты: { $day }
flow-list-way = Прошли этот путь
flow-list-within = Поступили или закрыты в эти дни
flow-list-before = Закрыты до этого дня
flow-list-since = Закрыты с этого дня
flow-list-still = ещё открыто
flow-list-none = Таких обращений нет
flow-list-none-why = Возможно, с тех пор что-то изменилось. Вернитесь к цифрам и откройте их ещё раз.
flow-list-back = К цифрам
# Обращение из другой системы.
flow-imported-lead = Из системы { $source }, номер там { $key }. Здесь только история: ответить или изменить нельзя.
flow-imported-steps = Ход дела
flow-imported-facts = Сведения
flow-imported-when = Когда
flow-imported-person = У кого
flow-imported-lasted = Длилось
flow-imported-customer = Заказчик
flow-imported-answered = Первый ответ
flow-imported-solved = Решено
flow-imported-closed = Закрыто
flow-imported-promise = Обещание
flow-imported-reopened = Открывали снова
flow-imported-no-words = Содержание и имена видят те, кто работает в этом подразделении.
flow-promise-kept = сдержано
flow-promise-missed = нарушено
# Скачать историю.
flow-history-link = Скачать историю
flow-history-title = Скачать историю обращений
flow-history-lead = Обращения и каждый их шаг: состояние, команда, время. Без текстов и имён: люди записаны номерами.
flow-history-note = В файл попадает только то, что открыто вам: чужих обращений для узкого круга в нём нет, и здесь они не посчитаны. Время — по Гринвичу. Любой из этих файлов можно снова загрузить в Витрину.
flow-history-csv = Для Excel и других таблиц: строка на каждый шаг.
flow-history-ocel-json = Для анализа процессов по нескольким объектам сразу: обращения, услуги, подразделения, команды, люди.
flow-history-ocel-xml = То же для программ, которые читают XML.
flow-history-ocel-sqlite = То же базой данных: откройте в SQLite и спрашивайте на SQL.
flow-history-xes = Для программ анализа процессов, где обращение — один ряд событий: ProM, pm4py и подобных.
flow-history-download = Скачать .{ $form }
flow-history-all = всё время
flow-history-none = Скачивать нечего
flow-history-none-why = За этот период нет обращений, которые вы можете взять с собой. Возьмите период длиннее или уберите отбор.
flow-history-steps = { $count ->
    [one] { $count } шаг
    [few] { $count } шага
   *[other] { $count } шагов
}
