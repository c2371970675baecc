# Картинки: карта процесса, связи подразделений, графики.
flow-map-note = Состояния и переходы между ними: сколько раз случались и сколько обычно длились. Нажмите на состояние или стрелку, чтобы увидеть обращения.
flow-chain-note = Стрелка идёт от заказчика к исполнителю: чем она толще, тем больше обращений, денег или времени заказчика. Деньги — сколько заказчик заплатил исполнителю за период. Пунктир — там, где ждут дольше, чем работают; рядом подписано, кого ждут. В рамке: → отправлено другим, ← получено от других.
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
flow-cumulative-note = Сколько обращений в каком положении день за днём. Где полоса расширяется, там копится очередь.
flow-ageing-note = Все обращения, открытые на конец периода, когда бы они ни поступили.
flow-arrivals-note = Столбики — сколько поступило и сколько закрыто; линия сверху — сколько открыто.
flow-table = Таблицей
flow-table-cut = Показаны первые сто строк, вся таблица — в CSV.
flow-detail = Подробность карты
flow-redraw = Перерисовать
# Слова на картинках и в таблицах под ними.
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
flow-word-median-time = Обычно
flow-word-mean-time = В среднем
flow-word-median = 50 из 100
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
# Подписи на карте.
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
