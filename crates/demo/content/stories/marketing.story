# Marketing: slides, campaigns, texts; and the partner's webinar.

== slides-bid en
-29 10:20 kim asks slides
  I present to the board of Baltic Retail next Monday: twelve minutes, they decide between us and one other.
-29 11:10 bennett claims
-29 11:30 bennett says
  Daniel, who in the room says no, and why?
-29 12:40 kim says
  Their logistics director. He was burnt by a supplier who promised two-day delivery and took nine.
-28 11:00 bennett briefs narrower
  title: Twelve minutes for a board that fears late deliveries
  problem: The old slides praise the product; the one who decides is afraid of late deliveries.
  outcome: The logistics director asks about the date of the start.
  * no more than nine slides, delivery record on the first three
  * every figure has its source
  - Daniel gets delivery data from the warehouse himself
-28 12:30 kim confirms
-28 14:20 bennett offers
  fixed 12400: Slides, one round of corrections
  work 6 8 12
  client 60
  ready -25 12:00 90%
  own yes
-28 15:00 kim chooses marketing
  Nobody had asked me who says no.
-26 17:00 bennett logs 460 min
-25 11:30 bennett delivers
  Nine slides. Your own 24 months of deliveries are on the second, late ones included: eight of 412.
  file: board-outline.txt
-25 15:20 kim accepts (8 min)
-22 14:00 kim reviews yes yes took 55 min
  He asked when we could start.

== slides-partners
-27 10:30 gordeev asks slides
  Презентация для съезда партнёров, через две недели.
-27 12:00 prokhorov claims
-27 12:30 prokhorov says
  Леонид, что партнёры должны сделать на следующий день после съезда?
-27 15:00 gordeev says
  Подписать план на год.
-26 12:00 prokhorov briefs narrower
  title: Презентация, после которой подписывают план на год
  problem: Прошлый съезд прошёл хорошо, а планы подписали шестеро из тридцати.
  outcome: Больше половины партнёров подписывают план за неделю.
  * не больше 12 слайдов, один призыв
  * у каждого уровня партнёрства свой пример дохода
-26 15:10 gordeev confirms
-25 12:00 prokhorov offers
  fixed 12400: Презентация, один круг правок
  work 7 10 15
  client 60
  ready -20 18:00 85%
  own yes
-25 14:20 gordeev chooses marketing
  Берём.
-21 16:10 prokhorov delivers
  Двенадцать слайдов, примеры дохода на слайдах 5–8.
-20 12:20 gordeev disputes
  Примеры дохода у двух уровней одинаковые, хотя скидки разные. С этим выходить нельзя, а правки, мне сказали, уже платные.
-19 15:00 zimina resolves rework
  В ТЗ у каждого уровня свой пример, значит это не круг правок, а невыполненный критерий. Доделать без доплаты.
-18 12:00 prokhorov delivers
  Пересчитал примеры по скидкам каждого уровня, сверил с Леонидом по телефону.
-18 14:00 gordeev accepts
-17 11:00 gordeev reviews partly less took 80 min
  В итоге хорошо, но две недели ушло на то, что делается за одну.

== campaign-retail
-21 12:30 ryzhov asks campaign
  Новая линейка лежит на складе. Нужна реклама, как весной.
-21 14:00 prokhorov claims
-21 14:20 prokhorov says
  Виктор, «как весной» — это что именно? Давайте завтра в десять посмотрим, что тогда сработало.
-20 11:00 prokhorov interviews at 10:00 50 min
  stated: Реклама как весной.
  last_time: Весной пришло 400 заявок, из них купили 11.
  tried: Скидка 10 %. Купили те, кто купил бы и так.
  outcome: Сто проданных комплектов до конца декабря.
  > Весной мы завалили продавцов звонками людей, которые искали другое.
  ! Реклама должна отсеивать, а не привлекать всех
-19 12:00 prokhorov briefs other
  title: Сто комплектов до конца декабря, без звонков не по делу
  problem: Весенняя реклама привела 400 заявок и 11 покупок: звали всех подряд.
  outcome: Приходят те, кому линейка подходит, остальные узнают об этом до звонка.
  * заявка стоит не больше 900 ₽
  * покупает не меньше одного из восьми обратившихся
  * отчёт считает до продажи
  - на складе 140 комплектов
-19 15:00 ryzhov confirms
-18 12:30 prokhorov offers
  labour 20 x 2600 [2 3]: Две гипотезы, запуск, отчёт до продажи
  purchase 120000 [1]: Размещение рекламы, по факту
  work 16 22 36
  client 180
  ready +12 18:00 70%
  own less
  risk: Если обе гипотезы не подтвердятся за 30 000 ₽, остановимся и вернём остаток
-18 16:20 ryzhov chooses marketing
  Впервые вижу, чтобы реклама обещала остановиться.
-17 10:30 prokhorov plans
  - Гипотеза 1: владельцы прошлой модели
  - Гипотеза 2: мастерские
  - Запуск того, что сработало
-9 15:00 prokhorov finishes 1
-9 15:10 prokhorov says
  Владельцы прошлой модели: 18 заявок по 640 ₽, купили четверо. Мастерские пока дороже, даю им ещё неделю.
-9 15:12 prokhorov logs 540 min 1
-2 12:40 prokhorov finishes 2
-2 12:45 prokhorov logs 320 min 2
-2 12:50 prokhorov says
  Мастерские не покупают: 2 100 ₽ за заявку, ни одной продажи. Закрыл. Остальное уходит владельцам прошлой модели.

== vacancy-text
-23 12:20 nesterova asks text-edit
  Описание вакансии инженера данных: откликаются аналитики.
-23 14:00 prokhorov claims
-23 16:30 prokhorov delivers
  Первой строкой стало «чинить загрузки, а не строить отчёты». Убрал список из 19 технологий, оставил четыре. Короче на треть.
-22 10:10 nesterova accepts
-22 10:12 nesterova reviews yes yes

== letter-delay en
-6 15:40 tan asks text-edit
  A letter to 40 customers: their delivery is two weeks late because of us.
  I wrote a page and it sounds like a lawyer.
-6 16:10 bennett claims
-6 16:20 bennett says
  I have it. May I say plainly that it is our fault?
-6 16:40 tan says
  Please do. They know it anyway.
-5 11:20 bennett delivers
  Five sentences: what happened, that it is our fault, the new date, what they can choose, your direct number. The reasons moved to the end.
-5 12:10 tan accepts

== webinar-nordic en
-16 11:30 gordeev asks joint-webinar
  Karin, we would like to show partners in Finland how orders flow into our CRM.
  Could we do it together before Christmas?
-16 15:10 holm claims
-16 15:30 holm says
  Gladly. Our people are tired of product tours, though. Would you show one real order, with what went wrong in it?
-15 10:00 gordeev says
  We would. We have one that took six hours, and now it takes a minute.
-15 15:00 holm briefs narrower
  title: One real order, from a partner's form to delivery
  problem: Partners skip product tours; they want to see what happens when something goes wrong.
  outcome: Twenty partners stay to the end, and five ask for access.
  * 30 minutes, one real order, no slides
  * those who agreed are on both lists
-14 11:00 gordeev confirms
-14 12:00 holm offers
  work 8 10 14
  client 150
  ready -2 18:00 90%
-14 15:10 gordeev chooses north-alliance
  The price is our time, and it is worth it.
-3 15:30 holm delivers
  31 came, 24 stayed to the end, seven asked for access. Names of those who agreed are in the file.
  file: webinar-contacts.csv
-2 11:40 gordeev accepts (6 min)
