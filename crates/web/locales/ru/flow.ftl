# Как идут обращения: цифры, находки, картинки.
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
flow-arrivals = Приход и выполнение
flow-map-note = Состояния и переходы между ними: сколько раз и сколько длится обычно. Нажмите на состояние или стрелку, чтобы увидеть обращения.
flow-chain-note = Стрелка идёт от заказчика к исполнителю: чем она толще, тем больше обращений, денег или времени заказчика. Деньги — сколько заказчик заплатил исполнителю за период. Пунктир: ждут дольше, чем работают, и подписано, кого. В рамке: → сколько обращений отдали другим, ← сколько получили.
flow-chain-beyond = Нарисованы самые крупные связи: { $drawn } из { $all }. Остальные — в таблице.
flow-gap-years = { $count ->
    [one] { $count } год без событий
    [few] { $count } года без событий
   *[many] { $count } лет без событий
}
flow-gap-months = { $count ->
    [one] { $count } месяц без событий
    [few] { $count } месяца без событий
   *[many] { $count } месяцев без событий
}
flow-drawing-aside = Если рисунок шире экрана, сдвиньте его вбок. Числа — в таблице под ним.
flow-scatter-note = Каждое закрытое обращение: когда закрыто и сколько заняло. Ниже линий лежат 50, 85 и 95 из 100.
flow-cumulative-note = Сколько обращений в каком положении день за днём. Полоса, которая растёт, — там копится очередь.
flow-ageing-note = Все, что открыты на конец периода, когда бы ни поступили.
flow-arrivals-note = Сколько поступило и закрыто; линия сверху — сколько открыто.
flow-table = Таблицей
flow-table-cut = Показаны первые сто строк, вся таблица — в CSV.
flow-detail = Подробность карты
flow-redraw = Перерисовать
flow-requests = { $count ->
    [one] { $count } обращение
    [few] { $count } обращения
   *[many] { $count } обращений
}
flow-how-long = Сколько занимает
flow-how-long-note = Сначала круглосуточно, затем в рабочем времени по календарю подразделения. Время работы и ожидания — у закрытых.
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
flow-col-working-median = Рабочее: половина
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
flow-weigh = Толщина стрелок
flow-weigh-requests = Обращения
flow-meaning-queue = ждёт исполнителя
flow-meaning-work = в работе
flow-meaning-customer = ждёт заказчика
flow-meaning-vendor = ждёт поставщика
flow-meaning-other = ждёт другого
flow-meaning-solved = решено
flow-meaning-closed = закрыто
flow-word-start = Начало
flow-word-end = Конец
flow-word-from = Откуда
flow-word-to = Куда
flow-word-state = Состояние
flow-word-meaning = Что это значит
flow-word-requests = Обращений
flow-word-times = Раз
flow-word-median-time = обычно
flow-word-mean-time = В среднем
flow-word-median = Половина
flow-word-p85 = 85 из 100
flow-word-p95 = 95 из 100
flow-word-request = Обращение
flow-word-closed-on = Закрыто
flow-word-lead-time = Срок
flow-word-customer = Заказчик
flow-word-provider = Исполнитель
flow-word-money = Деньги
flow-word-minutes = Время заказчика
flow-word-waits-for = Дольше всего
flow-word-day = День
flow-word-until = До
flow-word-arrived = Поступило
flow-word-completed = Закрыто
flow-word-open = Открыто
flow-word-age = Возраст
flow-word-nothing = Рисовать пока нечего: в этом периоде нет таких обращений.
flow-none-chosen = Под этот отбор ничего не подходит
flow-none-chosen-why = За период обращения есть, но не такие. Уберите одно из условий.
flow-none-period = За этот период обращений не было
flow-none-period-why = Возьмите период длиннее: в истории могут быть более ранние.
flow-show-all = Показать за всё время
flow-none-ever = Обращений ещё не было
flow-none-ever-why = Цифры появятся с первым обращением. Если история осталась в другой системе, её можно загрузить.
flow-import = Загрузить историю
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
flow-list-ended = Кончились на «{ $state }»
flow-list-standing = Были открыты: { $day }
flow-list-way = Прошли этот путь
flow-list-within = Поступили или закрыты в эти дни
flow-list-before = Закрыты до этого дня
flow-list-since = Закрыты с этого дня
flow-list-still = ещё открыто
flow-list-none = Таких обращений нет
flow-list-none-why = Возможно, с тех пор что-то изменилось. Вернитесь к цифрам и откройте их ещё раз.
flow-list-back = К цифрам
flow-since = С какого дня сравнивать
flow-compare = Сравнить
flow-baseline-of = До и после: { $day }
flow-baseline-note = Обращение относится к той стороне, где его закрыли. Меньше — лучше. В скобках границы, между которыми изменение лежит в 95 случаях из 100.
flow-before-list = обращения до
flow-since-list = обращения после
flow-interval = { $by } (от { $low } до { $high })
flow-counts = { $before } до, { $since } после
flow-better = стало лучше
flow-worse = стало хуже
flow-too-few = пока рано судить: мало обращений
flow-not-measured = не измеряли
flow-one-side = сравнить не с чем: измеряли только с одной стороны
flow-too-early = пока рано судить: может быть случайностью
findings-lead = Где теряется время: сначала самое дорогое.
findings-note = Часы рабочие. Потери разного рода накладываются друг на друга, складывать их нельзя. Находка говорит, куда смотреть, а не кто виноват.
findings-money-note = Деньги — это те же часы по ставке подразделения, у которого было обращение: столько стоило бы это время, если бы подразделение его отработало. Это мера потери, а не расход: за ожидание никто не платил. Время, когда ждали заказчика или внешних, в деньги не переводим. Ставки берём на конец периода, суммы округляем до двух цифр.
findings-no-rates = Денег рядом с часами нет: у этих подразделений нет ставки часа, её задают финансы.
finding-money = ≈ { $money }
finding-money-part = ≈ { $money } за { $span } из них
finding-money-not-set = без денег: нет ставки часа
finding-money-few = без денег: под ставкой меньше пяти человек
finding-money-not-ours = без денег: ждали заказчика или внешних
findings-none = Больших потерь не видно
findings-none-why = Находка появляется, когда за ней стоят хотя бы пять обращений и восемь рабочих часов. Возьмите период длиннее.
findings-try = Что попробовать:
finding-ping-pong = Пинг-понг
finding-ping-pong-what = Обращения ушли из «{ $from }» в «{ $to }» и вернулись. Столько времени они были не там, где их решают.
finding-extra-step = Лишний шаг
finding-extra-step-what = «{ $state }», услуга «{ $service }»: большинство обходится без него, а с ним дольше и обещание держат не чаще.
finding-slow-step = Медленный шаг
finding-slow-step-what = «{ $state }», услуга «{ $service }»: самые долгие ждут здесь в разы дольше обычного.
finding-slow-hand-over = Медленная передача
finding-slow-hand-over-what = После передачи из «{ $from }» в «{ $to }» обращения лежат нетронутыми дольше, чем после других передач.
finding-repetition = Повтор
finding-repetition-what = «{ $state }», услуга «{ $service }»: обращения возвращаются сюда снова.
finding-many-touches = Много касаний
finding-many-touches-what = У этих обращений шагов намного больше обычного, и занимают они дольше остальных.
finding-idle = Без исполнителя
finding-idle-what = Обращение у команды «{ $from }», но ни у кого в руках.
try-ask-what-decides = в самом начале спросить то, от чего зависит, чья это работа; первой команде — довести до конца, коротко спросив вторую.
try-leave-out = обойтись без этого шага на время и сравнить.
try-look-at-the-slowest = разобрать вместе самые долгие и договориться, после какого срока спрашивают.
try-agree-on-hand-over = договориться, когда принимающая команда смотрит новое и с чем передают.
try-agree-on-ready = договориться, что значит «готово», прежде чем идти дальше.
try-one-owner = дать одного ответственного и поговорить вместо переписки.
try-rota = назначать человека сразу, как обращение пришло в команду: дежурство.
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
flow-times = { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
}
flow-short-queue = очередь
flow-short-work = работа
flow-short-customer = у заказчика
flow-short-vendor = у поставщика
flow-short-other = ожидание
flow-short-solved = решено
flow-short-closed = закрыто
flow-widened = За последний квартал обращений не было, поэтому открыто всё время.
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
