# Шаги обращения: страницы с формами. Имена людей стоят отдельно, чтобы не склонять их.
step-no = Обращение № { $no }
back-to-request = К обращению
choose-one = Выберите
files-label = Файлы
files-hint = До десяти файлов, каждый не больше { $limit } МБ.
reason-label = Почему
reopen-days = { $count ->
    [one] Открыть снова можно будет в течение { $count } дня
    [few] Открыть снова можно будет в течение { $count } дней
   *[many] Открыть снова можно будет в течение { $count } дней
}
sees-both = Увидят участники обращения с обеих сторон.
sees-reason = Причину увидят участники обращения с обеих сторон.
sees-offering = Причину увидят все, кто прислал предложение.
sees-dispute = Увидят обе стороны и тот, кто будет решать спор.
money-title = Деньги
money-paid = Оплачено
money-reserved = Зарезервировано
money-untouched = Деньги не тратятся и не резервируются
money-back = Зарезервированные { $sum } вернутся в бюджет

trouble-meanwhile = Что произошло, пока вы писали:
trouble-send-again = Ваш текст на месте. Проверьте, подходит ли он ещё, и отправьте снова.
trouble-open = Откройте обращение: там видно, чей сейчас ход.
trouble-open-kept = Откройте обращение: там видно, чей сейчас ход. То, что вы написали, осталось ниже.

# Взять, назначить, передать.
claim-title = Взять обращение в работу
claim-do = Взять в работу
claim-will = Заказчик увидит, что его обращением занимаетесь вы
claim-clock = Часы первого ответа остановит ваше первое сообщение, а не эта кнопка
notice-taken = Обращение у вас. Напишите заказчику: срок первого ответа идёт.
assign-title = Передать коллеге
assign-do = Назначить
assign-to = Кому
assign-to-hint = Сотрудники вашего подразделения, которые ведут обращения
notice-assigned = Исполнитель назначен
pass-on-title = Передать другому подразделению
pass-on-do = Передать обращение
pass-on-to = Куда передать
pass-on-note = Почему и что уже выяснили
pass-on-note-hint = Чтобы заказчика не расспрашивали заново
pass-on-share = Что передать
pass-on-all = Обращение и всю переписку
pass-on-all-hint = Сообщения, файлы, интервью и версии ТЗ
pass-on-little = Только обращение и эту записку
pass-on-little-hint = Если в переписке есть то, что другому подразделению знать не нужно
pass-on-will = Обращение встанет в очередь другого подразделения, у вас ход закончится
pass-on-clock = Часы заказчика идут дальше, у другого подразделения начнутся свои
pass-on-sees = Записку увидят заказчик и новое подразделение.
notice-passed-on = Обращение передано
target-door = { $unit }: без выбора услуги
target-hint = Подразделение или одна из его услуг

# Разговор и работа.
message-title = Написать сообщение
message-do = Отправить
message-text = Сообщение
message-ask = Это вопрос заказчику: часы остановятся до ответа
message-ask-hint = К вопросу файлы не прикладывают: пришлите их отдельным сообщением
message-answers = Сообщение станет ответом на открытый вопрос
notice-message = Отправлено
question-open = Открытый вопрос
withdraw-question-title = Отозвать вопрос
withdraw-question-do = Отозвать вопрос
withdraw-question-will = Отвечать на него заказчику не придётся, часы пойдут дальше
notice-question-withdrawn = Вопрос отозван, часы идут
task-title = Новая задача
task-do = Добавить задачу
task-text = Что сделать
task-which = Задача
notice-task = Задача добавлена
task-done-title = Задача готова
task-done-do = Отметить готовой
notice-task-done = Задача отмечена готовой
effort-title = Учесть время работы
effort-do = Учесть время
effort-minutes = Сколько минут работали
effort-minutes-hint = Целое число, не больше суток за раз
effort-no-task = Без задачи
effort-sees = Время видно в этом обращении. По людям его не считают и не сравнивают.
notice-effort = Время учтено

# Интервью.
interview-title = Интервью
interview-do = Сохранить интервью
interview-date = Когда говорили
interview-time = Во сколько
interview-minutes = Минут
interview-minutes-hint = Минуты разговора войдут во время заказчика.
interview-guide = О чём говорили
interview-guide-hint = Записывайте то, что услышали. Пустые вопросы не сохраним.
interview-quotes = Слова заказчика
interview-quotes-hint = Дословно, с выводом рядом: на них будут ссылаться ТЗ и улучшения услуги. Пустые строки не сохраним.
interview-quote = Цитата { $n }
interview-insight = Вывод { $n }
interview-add = Ещё одна цитата
interview-will = Заказчик увидит запись и сможет её поправить сообщением
notice-interview = Интервью записано
guide-stated = С чем пришли
guide-stated-hint = Как заказчик сам называет задачу
guide-last-time = Что было в последний раз
guide-last-time-hint = Расскажите про последний случай: что делали, где споткнулись, чего это стоило
guide-tried = Что уже пробовали
guide-tried-hint = И почему не помогло
guide-outcome = Какой итог был бы хорошим
guide-outcome-hint = По чему заказчик поймёт, что задача решена
guide-other = Что ещё важно
guide-other-hint = Сроки, ограничения, кого это касается
known-title = Что уже известно
known-statement = С чем обратились
known-correction = Что поправил заказчик
known-quotes = Слова заказчика
known-insight = Вывод:
known-notes = Записи интервью
known-messages = Переписка
remind-title = Напомнить о себе
remind-do = Напомнить
remind-will = Другая сторона получит уведомление, что ход за ней. Напоминать можно раз в сутки.
notice-reminder-sent = Напоминание отправлено
history-reminder-sent = { $me ->
    [you] Вы напомнили, чей ход
   *[other] { $who } напоминает, чей ход
}
step-reminder-sent = Напоминание от другой стороны
