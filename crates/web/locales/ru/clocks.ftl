# Часы обращения и почему такой срок.
request-clock-running = идут
request-clock-paused = стоят
request-clock-met = в срок
request-clock-missed = опоздали
request-clock-late = срок прошёл
request-clock-unneeded = не понадобился
request-clock-not-started = не начаты
request-clock-claim = Взять в работу
request-clock-formulate = Уточнение задачи
request-clock-answer = Ответ заказчика
request-clock-answer-yours = Ваш ответ
request-clock-confirm = Подтверждение ТЗ
request-clock-confirm-yours = Ваше подтверждение
request-clock-estimate = Предложение
request-clock-choose = Выбор заказчика
request-clock-choose-yours = Ваш выбор
request-clock-accept = Приёмка
request-clock-accept-yours = Ваша приёмка
request-clock-resolve = Решение спора
request-clock-review = Отзыв заказчика
request-clock-review-yours = Ваш отзыв
request-clock-delivery = Выполнение
request-clock-delivery-note = Пойдут, когда будет выбрано предложение
request-clock-delivered = Обещали: { $due }. Передали: { $when }
request-clock-delivered-again = Передавали: { $when }
request-clock-first = Первый ответ
request-clock-first-unit = Первый ответ: { $unit }
request-clock-counted = { $counted } из { $promised } рабочего времени
request-clock-paused-note = Ждут ответа заказчика. Срок показан на случай, если он ответит сейчас.
request-clock-total = Ушло из { $promised } рабочего времени
request-then-remind = Потом напомним
request-then-remind-free = Потом напомним, деньги не спишутся
request-then-customer-head = Потом скажем руководителю заказчика
request-then-provider-head = Потом скажем руководителю подразделения
request-then-administrators = Потом скажем администраторам
request-then-lapse = Потом обращение закроется, платить не придётся
request-then-skip = Потом завершим без отзыва
request-then-nothing = Больше напоминать не будем
request-why-line = { $when }: { $why }
request-why-not = не считаем
request-why-night = нерабочие часы
request-why-break = перерыв
request-why-weekend = выходной
request-why-holiday = праздник
request-why-paused = ждали заказчика
request-why-paused-you = ждали вас
request-why-calendar = { $when }: другой календарь
request-why-between = { $count ->
    [one] ещё { $count } промежуток
    [few] ещё { $count } промежутка
   *[many] ещё { $count } промежутков
}
request-why-promise = Обещание: первый ответ за { $amount }, версия { $version }.
request-why-promise-time = { $span } рабочего времени
request-why-promise-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
request-why-calendar-version = Календарь: { $name }, версия { $version }, { $zone }.
