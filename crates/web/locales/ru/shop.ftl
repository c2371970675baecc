# Витрина подразделения и услуга.
service-order = Заказать
service-for-whom = Для кого
service-problem = Какую задачу решает
service-outcome = Что вы получите
service-included = Что входит
service-excluded = Что не входит
service-promise = Как держим слово
service-promise-of = Последние 200 законченных обращений
service-promise-what = Обещание
service-promise-term = Срок, рабочее время
service-promise-kept = Сдержано
service-answer = Ответить
service-kept = { $kept } из { $of }
service-kept-none = ещё не было случая
service-reviews = Отзывы
service-reviews-none = Отзывов пока нет.
service-review-about = { $unit }. { $solved }
service-would-pay = Заплатили бы из своего бюджета: { $yes } из { $of }
service-aside = Цена и заказ
service-time-measured = Время измерено, обращений: { $n }. У половины не больше { $median }, у 85 % не больше { $p85 }.
service-time-said = Время назвало подразделение: измерений пока меньше чем по пяти заказчикам.
service-price-from = Цена от этой суммы, точную назовём в предложении.
service-price-estimated = Цену назовём в предложении, когда разберёмся в задаче.
service-ready-by = Будет готово
service-budget = В бюджете свободно
service-budget-short = В бюджете свободно { $free }, а нужно { $needed }. Обращение не отправлено.
service-obligatory = Положено по закону: бюджет и согласования не мешают.
service-order-ready = Цена и критерии известны: работа начинается сразу, оплата — после приёмки.
service-not-orderable = Сейчас услугу не заказать.
service-version = Условия, версия { $number }, { $day }
service-edit = Изменить услугу
solved-yes = Решено
solved-partly = Решено частично
solved-no = Не решено
stage-idea = Идея: видит только своё подразделение
stage-pilot = Проба: услуга ещё настраивается
stage-retiring = Скоро закроется
stage-retired = Закрыта

storefront-services = Услуги
storefront-services-none = Услуг пока нет. Опишите задачу: подразделение возьмёт её и так.
storefront-ideas = Идеи
storefront-people = Кто здесь работает
storefront-people-none = Людей пока нет.
storefront-front = Ничего не подошло?
storefront-front-lead = Опишите задачу своими словами: в ней разберутся.
storefront-front-promise = { $name } ответит за { $term } рабочего времени.
storefront-front-promise-unit = Ответят за { $term } рабочего времени.
storefront-account = Счёт подразделения
storefront-outside = Внешняя организация
storefront-manager = Витрина руководителя
role-provider = исполнитель
role-service-owner = владелец услуг
role-unit-head = руководитель
working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
