# Страница одного обращения.
request-number = № { $number }
request-crumb-mine = Мои обращения
request-crumb-desk = Стол
request-before = Сначала было: «{ $text }».
request-service = Услуга:
request-class-unit = Видят заказчик, его руководитель и подразделение
request-class-confidential = Конфиденциально: видят только участники и исполнитель
request-nameless = имя удалено
request-nameless-unit = подразделение без названия
request-erased = текст удалён
request-you = вы
request-voices = От чьего имени
request-jump = На этой странице
request-jump-work = Работа
request-jump-offers = Предложения
request-jump-brief = ТЗ
request-jump-tools = Инструменты
request-jump-history = История
request-jump-clocks = Часы

request-state-new = новое
request-state-formulating = уточняем задачу
request-state-confirming = ТЗ у заказчика
request-state-estimating = ждём предложений
request-state-choosing = заказчик выбирает
request-state-working = в работе
request-state-accepting = на приёмке
request-state-disputed = спор
request-state-reviewing = ждём отзыва
request-state-closed = завершено
request-state-cancelled = остановлено

# Чей ход.
request-turn-yours = Ваш ход
request-turn-wait = Ждём: { $who }
request-turn-resolver = Ждём решения спора
request-turn-closed = Завершено
request-turn-cancelled = Остановлено
request-turn-since = Ждём уже { $span }
request-turn-since-now = Ждём с этой минуты
request-turn-until = Срок: { $when }
request-turn-promised = Обещано: { $when }
request-turn-again = Открыть снова можно до { $when }
request-turn-late = Срок прошёл: { $when }
request-turn-minutes = { $count ->
    [one] Займёт около минуты
   *[other] Займёт около { $count } мин
}
request-do-claim = Возьмите обращение в работу или передайте тому, кто поможет
request-do-claim-ready = Возьмите заказ в работу: условия уже согласованы
request-do-formulate = Выясните, что нужно на самом деле, и пришлите ТЗ
request-do-formulate-again = Выясните, что изменилось, и пришлите новую версию ТЗ
request-do-answer = Ответьте на вопрос: «{ $question }»
request-do-confirm = Прочитайте ТЗ, версию { $version }, и подтвердите или поправьте
request-do-estimate = Оцените работу и пришлите предложение
request-do-estimate-again = Прежние предложения не действуют, пришлите новое
request-do-choose = { $count ->
    [1] Посмотрите предложение и решите, подходит ли оно
    [2] Выберите одно из двух предложений
    [3] Выберите одно из трёх предложений
   *[other] Выберите одно из { $count } предложений
}
request-do-choose-none = Срок предложений истёк: попросите новое или откажитесь
request-do-deliver = Сделайте работу и передайте заказчику
request-do-deliver-again = Доделайте то, что не принято, и передайте снова
request-do-held = { $count ->
    [1] Ждёт обращения { $requests }: работу можно передать, когда оно закончится
   *[other] Ждёт обращений { $requests }: работу можно передать, когда они закончатся
}
request-held-by = № { $number } ({ $unit })
request-do-accept = Проверьте сделанное по критериям ТЗ
request-do-resolve = Выслушайте обе стороны и решите спор
request-do-review = Скажите, решена ли задача и стоила ли она своей цены
request-wait-claim = Обращение ещё никто не взял
request-wait-formulate = Уточняет задачу и готовит ТЗ
request-wait-answer = Нужен ответ на вопрос: «{ $question }»
request-wait-confirm = ТЗ, версия { $version }, ждёт подтверждения
request-wait-estimate = Оценивает работу
request-wait-choose = Выбирает предложение
request-wait-deliver = Делает работу
request-wait-accept = Проверяет сделанное по критериям ТЗ
request-wait-resolve = Решает тот, кто не связан ни с одной из сторон
request-wait-review = Остались три вопроса о результате
request-ended = Больше ничего делать не нужно
request-ended-reviewed = Работа принята, отзыв получен
request-ended-cancelled = Работа по обращению прекращена
request-go-claim = Взять в работу
request-go-formulate = Написать ТЗ
request-go-answer = Ответить
request-go-confirm = Прочитать ТЗ
request-go-estimate = Подготовить предложение
request-go-choose = Сравнить и выбрать
request-go-deliver = Передать работу
request-go-accept = Проверить работу
request-go-resolve = Решить спор
request-go-held = Открыть обращение № { $number }
request-go-new = Описать новую задачу
request-go-desk = Перейти на стол
request-go-write = Написать сообщение
request-go-own-offer = Посмотреть своё предложение
request-go-review = Ответить на три вопроса
request-record-interview = Записать интервью
request-bid-yours = Вас пригласили
request-bid-do = Прочитайте ТЗ и пришлите предложение или откажитесь
request-bid-sent = Предложение отправлено
request-bid-wait = Ждём, что выберет заказчик
request-bid-over = Приём закончен
request-bid-ended = Предложения по этому ТЗ больше не принимают

# Предложения.
request-offers = Предложения
request-offers-sub = на одно и то же ТЗ, версия { $version }
request-offers-caption = { $count ->
    [one] Условия предложения
   *[other] Сравнение предложений
}
request-offers-none = Предложений, которые можно выбрать, сейчас нет.
request-offers-past = Больше не действуют
request-terms = Условия
request-terms-sub = из прайс-листа
request-row-price = Цена
request-row-ready = Когда будет готово
request-row-criteria = Критерии ТЗ
request-row-without = без:
request-row-risk = Чем рискуете
request-row-risk-customer = Чем рискует заказчик
request-row-own = Сами бы купили за эту цену?
request-row-valid = Действует до
request-row-reason = Почему выбрано
request-row-decision = Решение
request-risk-none = не указано
request-choose = Выбрать
request-withdraw = Отозвать предложение
request-refuse = Ни одно не подходит
request-offer-inside = подразделение компании
request-offer-outside = внешний поставщик
request-offer-probability = с вероятностью { $percent }
request-offer-criteria-all = { $count ->
    [one] единственный
   *[other] все { $count }
}
request-offer-criteria-some = { $met } из { $all }
request-offer-chosen = { $me ->
    [you] выбрали вы, { $when }
   *[other] выбрано, { $when }
}
request-offer-not-chosen = не выбрано
request-offer-expired = { $unit }, { $price }: срок истёк { $when }.
request-offer-older = { $unit }, { $price }: на ТЗ, версия { $version }.
request-offer-withdrawn = { $unit }, { $price }: отозвано { $when }. { $reason }
request-offer-refused = { $unit }, { $price }: не подошло заказчику, { $when }.
request-own-yes = Да, за эту цену
request-own-less = Дешевле или частями
request-own-no = Нет
request-own-none = Не отвечали
request-own-outside = Внешних поставщиков не спрашиваем
request-line-limit = до { $sum }
request-line-labour = { $n } ч по { $price }
request-line-per-unit = { $n } × { $price }
request-line-subscription = { $n } мес. по { $price }
request-choice-free = Платить не нужно, бюджет не тратится.
request-choice-shadow = Бюджет теневой: цену посчитаем, но ничего не зарезервируем.
request-choice-reserve = После выбора зарезервируем деньги в бюджете.
request-choice-free-budget = Свободно { $free }.
request-choice-short = Свободно только { $free }.
request-choice-reason = { $count ->
    [one] Причину выбора увидит исполнитель.
    [2] Причину выбора увидят оба исполнителя.
   *[other] Причину выбора увидят все, кто прислал предложение.
}
request-funding-nothing = Платить не нужно.
request-funding-shadow = Цена { $sum } учтена в бюджете «{ $unit }» без резерва.
request-funding-budget = При выборе { $sum } зарезервировали в бюджете «{ $unit }».
request-funding-over = При выборе { $sum } зарезервировали в бюджете «{ $unit }», сверх выделенного.
request-funding-parent = { $sum } идут из строки основного обращения.
request-invite = Кто ещё может предложить
request-invite-open = Пригласить ещё
request-invite-choose = Выберите
request-invite-do = Пригласить
request-invite-note = Приглашённые увидят только ТЗ и своё предложение.
request-invited-declined = отказ
request-invited-offered = предложение есть
request-invited-waits = ждём ответа
request-decline = Отказаться от участия

# ТЗ.
request-brief = ТЗ, версия { $count }
request-brief-ready = из описания услуги
request-brief-waits = ждёт подтверждения
request-brief-corrected = есть поправки, { $when }
request-brief-confirmed = { $me ->
    [you] Подтвердили вы, { $when }
    [nobody] Подтверждено, { $when }
   *[other] Подтверждено: { $who }, { $when }
}
request-asked = Просили
request-found = Оказалось
request-outcome = Результат
request-distance = Задача
request-distance-same = Та же, что просили
request-distance-narrower = Та же, но точнее
request-distance-other = Оказалась другой
request-criteria = Примем, если
request-assumptions = Допущения, { $count }
request-item-new = новое в версии { $version }
request-item-changed = изменено в версии { $version }
request-diff = Что изменилось с версии { $count }
request-confirm = Подтвердить ТЗ
request-confirm-note = После этого исполнители пришлют цену и срок. Деньги не спишутся.
request-correct-open = Поправить ТЗ
request-correct = Вернуть на уточнение

# Работа, приёмка, спор, отзыв.
request-judge = Приёмка
request-delivered = Что сделано
request-actual = Вышло на деле:
request-own-work = Свою работу нельзя ни принять, ни оценить: это сделает другой участник со стороны заказчика.
request-criterion-met = принято
request-criterion-missed = не принято
request-verdict-yes = Выполнено
request-verdict-no = Не выполнено
request-verdict-before = В прошлый раз:
request-verdict-comment = Чего не хватает в пункте { $count }, если он не выполнен
request-judge-send = Отправить решение
request-pays-all = Примете всё: заплатим { $sum }.
request-pays-back = Остальные { $sum } вернутся в бюджет.
request-pays-part = Примете часть: заплатим за принятые строки, остальное подождёт.
request-pays-none = Примете не всё: не заплатим ничего, работа вернётся исполнителю.
request-dispute = Спор
request-dispute-n = Спор { $count }
request-dispute-open = ждёт решения
request-dispute-decided = решён
request-dispute-by = Кто открыл
request-dispute-why = Почему
request-dispute-outcome = Решение
request-dispute-open-it = Открыть спор
request-outcome-rework = Исполнитель доделывает работу
request-outcome-release = Обращение закрыто, резерв вернулся в бюджет
request-outcome-accept = Работа считается принятой и оплачена
request-outcome-refund = Заказчику вернули { $sum }
request-outcome-dismiss = Всё остаётся как есть
request-review = Что вышло в итоге
request-solved = Задача решена?
request-solved-yes = Да
request-solved-partly = Частично
request-solved-no = Нет
request-minutes = Сколько вашего времени ушло
request-minutes-hint = Намерили: { $span }. Если верно, оставьте пустым.
request-would-pay = Заплатили бы { $sum } из своего бюджета?
request-would-pay-free = Заказали бы снова за своё время?
request-pay-yes = Да
request-pay-less = Да, но меньше
request-pay-no = Нет
request-review-send = Отправить ответы
request-review-note = Увидят участники обращения. В показатели услуги ответы войдут без имени.
request-reopen = Открыть снова
request-cancel = Остановить обращение

# Инструменты исполнителя.
request-tools = Инструменты исполнителя
request-tools-more = Задачи, время работы, передать коллеге
request-effort-total = учтено работы: { $span }
request-repeats = Отметить, что уже спрашивали
request-order = Заказать у другого подразделения
request-pass-on = Передать другому подразделению
request-withdraw-question = Отозвать вопрос
request-withdraw-question-note = Часы пойдут дальше.
request-tasks = Задачи
request-tasks-none = Разбейте работу на шаги, если так удобнее. Заказчик видит их в истории.
request-task-open = в работе
request-task-done = готово, { $when }
request-task-finish = Готово
request-task-new = Новая задача
request-task-add = Добавить
request-effort-no-task = без задачи
request-effort-log = Учесть время
request-assign = Передать коллеге
request-assign-do = Назначить

# История и ответ.
request-history = История
request-history-all = Вся история
request-history-documents = Только документы
request-history-none = Документов пока нет.
request-reply-answer = Ваш ответ
request-reply-provider = Написать исполнителю
request-reply-customer = Написать заказчику
request-reply-files = Приложить файлы
request-reply-send = Отправить
request-seen-open = Увидят обе стороны и их подразделения.
request-seen-unit = Увидят участники, подразделение-исполнитель и руководитель заказчика.
request-seen-confidential = Увидят только участники и исполнитель.
request-seen-not-bidders = Приглашённые поставщики не увидят.

# Сбоку.
request-side = Об обращении
request-owner = Кто отвечает
request-owner-nobody = пока никто не взял
request-clocks = Часы
request-money = Деньги и время
request-fact-your-time = Ваше время пока
request-fact-their-time = Время заказчика
request-fact-you-waited = Ждали вы
request-fact-customer-waited = Ждал заказчик
request-fact-waited-for-you = Ждали вас
request-fact-provider-waited = Ждали заказчика
request-fact-both-waited = Ждали обе стороны
request-fact-price = Цена
request-fact-reserved = Зарезервировано
request-fact-paid = Оплачено
request-fact-refunded = Возвращено
request-fact-budget = Свободно в бюджете
request-budget-shadow = бюджет теневой
request-budget-none = не выделен
request-people = Участники
request-part-customer = заказчик
request-part-beneficiary = для кого делаем
request-part-author = автор
request-part-handler = { $unit }
request-part-participant = участник
request-part-entrusted = решает за заказчика
request-part-helper = участник со стороны исполнителя
request-entrust = Доверить решение коллеге
request-end-trust = Забрать решение обратно
request-turn-payer = Ход за руководителем подразделения, которое платит
request-part-bidder = видит только ТЗ
request-add-person = Добавить участника
request-related = Связанные обращения
request-parent = Часть обращения
request-chain = Всего с первой просьбы: { $span }
