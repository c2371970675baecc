# Состояния обращений и ходы.
state-asking = ждёт ответа заказчика
state-new = ждёт, кто возьмёт
state-formulating = разбираются
state-confirming = ТЗ у заказчика
state-estimating = оценивают
state-choosing = выбор предложения
state-working = в работе
state-accepting = приёмка
state-disputed = спор
state-reviewing = ждёт отзыва
state-closed = закончено
state-late = опаздывает
state-cancelled = остановлено

move-claim = Взять в работу
move-formulate = Разобраться
move-answer = Ответить на вопрос
move-confirm = Подтвердить ТЗ
move-estimate = Оценить
move-choose = Выбрать предложение
move-deliver = Сделать и передать
move-accept = Принять работу
move-resolve = Решить спор
move-review = Оценить результат
move-nothing = Ничего не нужно
