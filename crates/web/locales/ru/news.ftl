# Уведомления.
news-title = Уведомления
news-unread = { $count ->
    [one] { $count } новое
   *[many] { $count } новых
}
news-new = новое
news-none = Уведомлений пока нет
news-none-why = Здесь появится, что произошло с вашими обращениями: кто взял, что предложил, что нужно от вас.
news-read-all = Отметить все прочитанными
notice-news-read = Все уведомления прочитаны
news-stated = Новое обращение к вашему подразделению
news-passed-on = Обращение передали другому подразделению
news-claimed = Обращение взяли в работу
news-assigned = Обращение поручили вам
news-message = Новое сообщение
news-question = Вам задали вопрос, часы ждут ответа
news-brief = Прислали ТЗ: подтвердите или поправьте
news-brief-confirmed = Заказчик подтвердил ТЗ
news-brief-corrected = Заказчик поправил ТЗ
news-invited = Вас просят о предложении
news-invitation-declined = Подразделение отказалось делать предложение
news-offer = Пришло предложение
news-offer-withdrawn = Предложение отозвали
news-offer-chosen = Заказчик выбрал предложение
news-offers-refused = Заказчик отказался от предложений
news-delivered = Работа сдана: проверьте её
news-judged = Заказчик проверил работу
news-disputed = Открыт спор
news-resolved = Спор решён
news-reviewed = Заказчик оставил отзыв
news-reopened = Обращение открыли снова
news-cancelled = Обращение остановили
news-reminder = Ход за вами
news-escalated = Обращение ждёт слишком долго
news-participant = Вас добавили в обращение
news-entrusted = Вам доверили решать за заказчика
news-other = В обращении что-то произошло
