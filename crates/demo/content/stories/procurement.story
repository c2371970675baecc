# Procurement and Facilities.

== booth-helsinki en
-6 12:00 bennett asks supplier-search
  Who can build our stand in Helsinki?
  Last year's builder raised the price by 60% after we had signed.
-6 12:30 rowe claims
-6 12:45 rowe says
  Laura, what did the 60% buy, if anything?
-6 14:20 bennett says
  Nothing. “The wood got dearer”. We had no time to change.
-5 12:40 rowe briefs narrower
  title: A stand builder whose price holds
  problem: Last year's builder raised the price after signing, when there was no time to change.
  outcome: The stand is built for the price in the contract.
  * three builders with prices for one and the same drawing
  * the contract fixes the price and names the day after which it cannot change
-5 14:10 bennett confirms
-3 14:40 rowe offers
  fixed 18000: Search, three quotations, comparison
  fixed 12000: References called, four for each builder
  work 12 16 26
  client 60
  ready +7 18:00 85%
  own less
-3 15:10 rowe withdraws
  Four references for each builder is more than anybody reads. I would not pay for it myself, so two each.
-3 15:20 rowe offers
  fixed 18000: Search, three quotations, comparison
  fixed 6000: References called, two for each builder
  work 10 14 22
  client 60
  ready +6 18:00 85%
  valid +3 18:00
  own yes
  risk: One of the three answers slowly; if he is late we compare two

== monitors-web
-20 12:10 nechaev asks small-purchase
  Нужны два монитора по 27 дюймов для вёрстки, чтобы цвета были честные.
-20 14:00 mukhina claims
-20 14:15 mukhina says
  Валерий, две модели на складе поставщика: одна дешевле, вторая калибруется. Вам для печати или для сайта?
-20 15:30 nechaev says
  Для сайта. Калибровка не нужна.
-19 10:30 mukhina briefs same
  title: Два монитора для вёрстки
  problem: На нынешних мониторах цвета сайта не те, что у людей.
  outcome: Макет на столе выглядит как у покупателя.
  * два монитора стоят и работают
  * документы у бухгалтерии
-19 11:00 nechaev confirms
-19 11:20 mukhina offers
  fixed 1200: Закупка и документы
  purchase 46000: Мониторы, по факту
  work 1 2 3
  client 15
  ready -14 18:00 90%
  own yes
-19 12:00 nechaev chooses procurement
  Калибровка правда не нужна, спасибо, что спросили.
-15 12:30 mukhina delivers
  Мониторы на местах, документы у бухгалтерии. Взяли вторую пару с витрины: дешевле на 3 400 ₽.
  actual 2: 42600
-14 10:30 nechaev accepts
-14 10:32 nechaev reviews yes yes took 12 min

== courier-search
-13 13:00 valeev asks supplier-search
  Курьеры опаздывают, клиенты пишут нам. Найдите других.
-13 13:40 mukhina claims
-12 09:50 mukhina says
  Тимур, опаздывают все или по каким-то районам?
-12 12:20 valeev says
  Юг и Подольск. В центре всё хорошо.
-11 12:40 mukhina briefs narrower
  title: Доставка на юг и в Подольск в день заказа
  problem: Опаздывают только на юге и в Подольске: там у нынешней службы нет склада.
  outcome: Жалоб на опоздания из этих районов становится втрое меньше.
  * служба со складом южнее МКАД
  * 95 % доставок в обещанный час на пробной неделе
-11 14:00 valeev confirms
-9 12:30 mukhina offers
  fixed 24000: Поиск, проверка, пробная неделя
  work 10 16 26
  client 90
  ready +6 18:00 70%
  valid -5 18:00
  own yes
-7 12:20 valeev refuses
  Дорого за поиск, и пробная неделя в декабре ничего не покажет: все возят хуже. Можно без неё?
-6 16:00 mukhina says
  Можно. Тогда проверим по отзывам трёх компаний из этих районов и возьмём условие о возврате денег. Пересчитаю.

== tender-storage
-28 12:30 akhmetov asks tender
  Нужно хранилище для данных, около двух миллионов в год.
-28 15:00 rowe claims
-27 12:00 rowe briefs same
  title: Хранилище данных на два миллиона в год
  problem: Место кончится в марте.
  outcome: Договор с поставщиком хранилища до конца января.
  * не меньше трёх участников
  * протокол с оценками по названным заранее правилам
-27 16:00 akhmetov confirms
-26 11:00 rowe offers
  fixed 60000: Конкурс целиком
  work 30 40 60
  client 300
  ready +9 18:00 75%
  own yes
-26 16:20 akhmetov chooses procurement
  Сумма большая, нужен протокол.
-25 12:00 rowe plans
  - Требования и правила оценки
  - Приём предложений
  - Заседание и протокол
-22 16:30 rowe logs 400 min 1
-21 11:00 akhmetov cancels
  Удалили копии и сжали журналы: места хватит на полтора года. Покупать сейчас незачем. Спасибо за черновик требований, пригодится.

== canteen-cleaning
~15 osipova asks procurement
  Клининг в столовой отказался работать с понедельника.
  Кто может выйти на замену хотя бы на месяц?

== expo-passes №1469
-8 11:20 belova asks passes
  Пропуска для подрядчиков на выставку: монтаж стенда, 14 человек, три дня, въезд двух машин.
  Список людей будет позже.
-8 12:10 osipova claims
-8 12:20 osipova says
  Анна, список нужен с номерами документов, иначе охрана не пустит. Машины до 3,5 тонн?
-8 13:00 belova says
  Да, две «Газели». Список пришлю, как только подрядчик назовёт людей.
-8 13:50 osipova briefs same
  title: Пропуска для подрядчиков на выставку
  problem: Монтаж стенда: 14 человек и две машины три дня подряд.
  outcome: Люди и машины проходят без звонков.
  * все 14 человек в списке охраны на три дня
  * две машины записаны на погрузочный двор
-8 14:40 belova confirms
-8 15:00 osipova offers
  work 1 2 3
  client 8
  ready +4 12:00 90%
  own yes
-8 15:30 belova chooses facilities
  Без оплаты и к сроку.

-2 15:30 belova says
  Подрядчик назвал всех четырнадцать. Список во вложении, номера документов отправила охране отдельно.
  file: contractors.csv

== expo-admission of expo-passes
-2 16:50 osipova asks guard-passes
  14 подрядчиков и две машины на монтаж стенда, три дня.
  Список с документами приложен к обращению.
-1 10:30 boyko claims
-1 10:40 boyko says
  Список заведу, когда начальник охраны подпишет допуск машин во двор: в те же дни там разгрузка.

== marketing-move
-8 14:30 savina asks workplace
  Переезжаем на четвёртый этаж, восемь столов.
  Хорошо бы в пятницу после обеда, чтобы не терять день.
-8 15:20 osipova claims
-8 15:30 osipova says
  Елена, в пятницу после 15:00 можно. Коробки привезу в четверг, подпишите их по столам.
-5 17:40 osipova delivers
  Восемь столов на четвёртом, провода и ключи на местах. Один шкаф не прошёл в лифт, подняли по лестнице.
-4 10:20 savina accepts

== visitors-reid en
-18 15:00 reid asks passes
  Two lawyers from Stockholm visit on Thursday, and they would like to park.
-18 15:30 osipova claims
-18 15:40 osipova briefs same
  title: Passes for two guests from Stockholm
  problem: Two guests and a car on Thursday.
  outcome: They walk in and park.
  * both names and the car are on the guards' list
-18 16:00 reid confirms
-18 16:10 osipova offers
  work 1 1 1
  client 8
  ready -16 12:00 95%
  own yes
-18 16:20 reid chooses facilities
  Thank you, Nina.
-17 10:20 osipova delivers
  Names and the car are on the list, place 14 by the entrance.
-16 14:00 reid accepts
-16 14:05 reid reviews yes yes took 6 min
