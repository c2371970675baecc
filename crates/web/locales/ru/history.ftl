# История обращения: что произошло, одной строкой. Имена стоят после двоеточия, чтобы не склонять их.
history-automatic = автоматически
history-reason = Причина: { $reason }
history-stated = Обращение принято: { $unit }.
history-stated-due = Первый ответ обещан: { $when }.
history-stated-for = Заказчик: { $who }.
history-stated-beneficiary = Для кого: { $who }.
history-stated-parent = Это часть обращения № { $number }.
history-claimed = { $me ->
    [you] Вы взяли обращение в работу
   *[other] Взято в работу: { $who }
}
history-assigned = { $me ->
    [you] Теперь отвечаете вы
   *[other] Теперь отвечает { $who }
}
history-passed-on = Передано другому подразделению вместе с перепиской: { $unit }
history-passed-on-alone = Передано другому подразделению без переписки: { $unit }
history-question-waits = Вопрос ждёт ответа, часы стоят
history-question-waits-you = Вопрос ждёт вашего ответа, часы стоят
history-question-answered = Вопрос: ответ получен
history-question-withdrawn = Вопрос отозван
history-question-lapsed = Вопрос остался без ответа
history-question-closed = Ответ получен, часы идут дальше
history-question-taken-back = Вопрос отозван, часы идут дальше
history-first-answer = Первый ответ дан: { $unit }
history-interview = Интервью
history-interview-of = { $span }, запись: { $who }
history-insight = Вывод: { $text }
history-note-stated = Что просили
history-note-last-time = Как было в последний раз
history-note-tried = Что уже пробовали
history-note-outcome = Какой результат хорош
history-note-other = Что ещё узнали
history-brief-sent = { $to ->
    [me] Вы отправили ТЗ, версию { $version }
    [you] ТЗ, версия { $version }, отправлено вам
   *[other] ТЗ, версия { $version }, отправлено заказчику: { $who }
}
history-brief-confirmed = { $me ->
    [you] Вы подтвердили ТЗ, версию { $version }
   *[other] ТЗ, версия { $version }, подтверждено: { $who }
}
history-brief-corrected = Поправка к ТЗ, версия { $count }
history-invited = Приглашение прислать предложение: { $unit }
history-declined = Отказ от участия: { $unit }. { $reason }
history-offer = Пришло предложение: { $unit }. { $price } и { $time } времени заказчика, готово к { $when }
history-offer-withdrawn = Предложение отозвано: { $unit }. { $reason }
history-offers-refused = { $me ->
    [you] Вам не подошло ни одно предложение. { $reason }
   *[other] Ни одно предложение не подошло: { $who }. { $reason }
}
history-terms = Заказано по прайс-листу, цена: { $price }.
history-chosen = { $me ->
    [you] Вы выбрали предложение: { $unit }, { $price }. Причина: «{ $reason }».
   *[other] Выбрано предложение: { $unit }, { $price }. Решение: { $who }. Причина: «{ $reason }».
}
history-moved = Теперь отвечает { $unit }.
history-task = Новая задача: { $text }
history-task-done = Задача готова: { $text }
history-effort = Вы учли { $span } своей работы
history-child = Заказано у другого подразделения: { $unit }, обращение № { $number }
history-child-agreed = Отложено на обращение № { $number }: { $sum }
history-child-paid = Оплачено обращение № { $number }: { $sum }
history-child-refunded = Возвращено по обращению № { $number }: { $sum }
history-child-ended = Завершено вложенное обращение № { $number }
history-delivered = Работа передана на приёмку
history-judged-all = { $count ->
    [one] принят единственный критерий
    [few] приняты все { $count } критерия
   *[many] приняты все { $count } критериев
}
history-judged-some = принято { $met } из { $all }
history-judged = { $me ->
    [you] Ваше решение по работе: { $text }
   *[other] Решение по работе: { $text }. { $who }
}
history-accepted = Работа принята, оплачено { $sum }.
history-accepted-free = Работа принята, новых списаний нет.
history-accepted-part = Оплачена принятая часть: { $sum }.
history-back = В бюджет вернулось { $sum }.
history-dispute-opened = Открыт спор
history-dispute-resolved = Решение по спору: { $outcome }
history-resolver = решает спор
history-reviewed = Отзыв. Решена ли задача: { $solved }. Заплатили бы столько: { $pay }
history-review-skipped = Отзыва не дождались, обращение завершено
history-reopened = Обращение открыто снова
history-cancelled-customer = Обращение остановил заказчик.
history-cancelled-provider = Обращение остановил исполнитель.
history-cancelled-resolver = Обращение закрыто решением по спору.
history-cancelled-timer = Ответа не дождались, обращение закрыто.
history-reminded = Напомнили тому, чей ход
history-escalated-customer = Ждали слишком долго: сообщили руководителю заказчика
history-escalated-provider = Ждали слишком долго: сообщили руководителю подразделения
history-escalated-administrators = Ждали слишком долго: сообщили администраторам
history-participant = { $me ->
    [you] Вас добавили в участники
   *[other] Новый участник: { $who }
}
history-entrusted = { $me ->
    [you] Вам доверили решать за заказчика
   *[other] Решать за заказчика может и { $who }
}
history-trust-ended = За себя снова решает сам заказчик
history-time-interview = Учтено { $span } вашего времени на интервью
history-time-page = Учтено около { $span } вашего времени на этой странице
history-repeats = Отмечено: такое уже спрашивали
history-repeats-not = Отмечено: такого ещё не спрашивали
history-calendar = Часы идут по новому календарю
