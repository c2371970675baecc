# Стол: очередь подразделения для тех, кто в ней работает.
desk-title = Стол
desk-no = У вас нет стола
desk-no-why = Стол есть у тех, кто ведёт обращения подразделения: у исполнителей, владельцев услуг и руководителей. Роль даёт администратор.
desk-units = Подразделения
desk-shares = Отборы
desk-all = Вся очередь
desk-mine = Мои
desk-unclaimed = Без владельца
desk-view = Вид
desk-list = Список
desk-board = Доска
desk-search = Искать на этом столе
desk-search-hint = Слова или номер
desk-search-do = Найти
desk-found = Нашлось
desk-group-move = Наш ход
desk-group-work = Делаем
desk-group-customer = Ждём заказчика
desk-group-resolver = Спор решает третья сторона
desk-group-bids = Нас просят о предложении
desk-empty = Очередь пуста
desk-empty-why = Здесь появится каждое обращение к вашему подразделению, вместе со сроком ответа. Чтобы к вам обращались, опишите услуги на витрине.
desk-empty-go = Открыть витрину
desk-empty-share = Здесь ничего нет
desk-empty-share-why = По этому отбору обращений не нашлось. Вся очередь — на первой вкладке.
desk-ticked = Действия с выбранными
desk-ticked-n = Выбрано
desk-claim = Взять в работу
desk-untick = Снять выбор
desk-tick = Выбрать № { $number }
desk-caption = Очередь: сначала наш ход, внутри — по сроку
desk-col-tick = Выбор
desk-col-move = Чей ход
desk-col-request = Обращение
desk-col-customer = Заказчик
desk-col-stage = Этап
desk-col-left = Срок
desk-col-age = Идёт
desk-col-price = Цена, время клиента
desk-stage-answer = Ответ
desk-stage-brief = ТЗ
desk-stage-price = Цена
desk-stage-choice = Выбор
desk-stage-work = Работа
desk-stage-acceptance = Приёмка
desk-stage-dispute = Спор
desk-stage-review = Отзыв
desk-do-claim = Взять в работу
desk-do-formulate = Разобраться
desk-do-answer = Ответить
desk-do-estimate = Оценить
desk-do-deliver = Сдать
desk-do-bid = Предложить
desk-do-bid-anew = Предложить заново
desk-you = Вы
desk-waits-customer = Заказчик
desk-waits-resolver = Третья сторона
desk-waits-choice = Выбирает заказчик
desk-held = Ждём вложенное обращение: { $units }
desk-offer-stands = действует { $until }
desk-offer-stood = действовало { $until }
desk-waiting = ждём { $span }
desk-column-new = Новые
desk-column-brief = ТЗ
desk-column-offers = Предложения
desk-column-work = Работа
desk-column-accept = Приёмка
desk-column-review = Отзыв
desk-column-empty = пусто
desk-board-more = На доске только ближайшие по сроку.
desk-board-list = Вся очередь — списком
desk-key-down = вниз
desk-key-up = вверх
desk-key-tick = выбрать
desk-key-open = открыть
desk-key-claim = взять в работу
desk-key-reply = ответить
desk-key-board = доска или список
desk-key-search = искать
desk-key-help = все клавиши
desk-claimed = { $count ->
    [one] Взяли { $count } обращение
    [few] Взяли { $count } обращения
   *[many] Взяли { $count } обращений
}
desk-refused = { $count ->
    [one] Не получилось взять { $count } обращение
    [few] Не получилось взять { $count } обращения
   *[many] Не получилось взять { $count } обращений
}
notice-claimed = Взято. Теперь отвечаете вы.
