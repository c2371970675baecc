# Data: reports that answer questions.

== returns-report №1455
-14 11:20 belova asks data-report
  Нужен отчёт по возвратам за третий квартал: что возвращают и почему.
-14 12:00 akhmetov claims
-14 12:15 akhmetov says
  Анна, какое решение будете принимать по отчёту? От этого зависит, смотреть товары или рекламу.
-14 14:20 belova says
  Перестать рекламировать то, что возвращают.
-13 11:00 akhmetov briefs narrower
  title: Отчёт по возвратам за третий квартал
  problem: Рекламируем товары, которые возвращают. Какие именно, видно только по жалобам.
  outcome: Список товаров, рекламу которых стоит остановить, и сколько это сэкономит.
  * возвраты по товарам сходятся с учётом до 1 %
  * у каждого товара названа главная причина возврата
  * посчитано, сколько ушло на рекламу возвращённого
-13 11:50 belova confirms
-12 10:30 akhmetov offers
  labour 9 x 3200: Отчёт и сверка с учётом
  work 8 10 16
  client 45
  ready 0 18:00 80%
  own yes
-12 12:20 belova chooses data
  Если остановим хотя бы три товара, окупится за неделю.
-11 10:00 akhmetov plans
  - Сверка с учётом
  - Причины из комментариев
  - Расчёт рекламы
-5 16:40 akhmetov finishes 1
-5 16:45 akhmetov logs 260 min 1
-1 17:20 akhmetov finishes 2
-1 17:25 akhmetov logs 210 min 2

== key-accounts-report en
-7 11:30 kim asks data-report
  Which of my key accounts buy less than a year ago?
  I hear it from them, and I would rather know first.
-7 12:20 akhmetov claims
-7 12:40 akhmetov says
  Less in money or in units? Prices went up 9%, so money can hide a loss.
-7 15:00 kim says
  Units, then. Money makes me feel better than I should.
-6 12:10 akhmetov briefs narrower
  title: Key accounts that buy less than a year ago
  problem: Rising prices hide falling volumes; the loss is seen when the customer says goodbye.
  outcome: A list every Monday of accounts worth a call that week.
  * the list compares units over 12 weeks with the same weeks last year
  * seasonal goods do not cause false alarms
-6 14:30 kim confirms
-4 15:30 akhmetov questions
  Daniel, two of your accounts merged in May. Count them as one, with the history of both?

== complaints-report
-31 10:30 valeev asks data-report
  Хочу видеть, на что жалуются чаще всего. Каждую неделю.
-31 11:10 akhmetov claims
-31 12:00 akhmetov says
  Тимур, жалобы берём из обращений или из звонков тоже?
-31 12:40 valeev says
  Из обращений. Звонки пока не записываем.
-30 12:20 akhmetov briefs same
  title: Недельный отчёт по жалобам
  problem: Жалобы читает только тот, кто на них отвечает. Общей картины нет.
  outcome: Каждый понедельник видно, что стало хуже.
  * жалобы разложены по темам
  * видно, что выросло за неделю
-30 15:00 valeev confirms
-29 11:20 akhmetov offers
  labour 7 x 3200: Отчёт и обновление по понедельникам
  fixed 1600: Разбор с командой
  work 6 8 14
  client 45
  ready -20 18:00 80%
  own yes
-29 12:10 valeev chooses data
  Попробуем.
-24 17:00 akhmetov logs 420 min
-21 12:00 akhmetov delivers
  Отчёт выходит по понедельникам в 8:00. Темы определяем по словам в обращении, точность на проверке 78 %.
-20 16:00 valeev accepts (15 min)
-17 12:30 valeev reviews no no took 120 min
  Темы по словам не работают: «не приехал заказ» и «приехал не тот заказ» попали в одну. Смотрели две недели и бросили. Надо было спросить, что мы будем с этим делать.

== discount-report
-17 11:00 shubin asks crm-change
  Сделайте в CRM кнопку, которая покажет, сколько мы недополучили на скидках за год.
-17 11:40 gromov claims
-17 12:00 gromov says
  Олег, в CRM нет себестоимости, кнопка покажет красивую неправду. Это вопрос к данным: там есть учёт. Передаю Руслану вместе с нашим разговором, повторять ничего не придётся.
-17 12:10 gromov passes data with history service data-report
  Вопрос на самом деле про маржу: какие скидки окупились ростом продаж. Себестоимость есть в учёте, не у нас.
-17 14:30 akhmetov claims
-17 14:45 akhmetov says
  Олег, возьму. Считать недополученное просто, но бесполезно: часть продаж без скидки не случилась бы. Посчитаем и то и другое.
-16 12:00 akhmetov briefs other
  title: Какие скидки окупились
  problem: Известно, сколько скинули, и неизвестно, сколько бы продали без скидки.
  outcome: Правило на следующий год: где скидка приносит деньги, а где их отдаёт.
  * по каждой группе товаров сравнение с продажами без скидки
  * валовая прибыль сходится с учётом до 1 %
  * разброс оценки показан, а не спрятан
-15 10:20 shubin confirms
-15 11:00 shubin invites integra
-14 11:30 storozhenko declines
  Без доступа к учёту ответ был бы гаданием, а доступа вы внешним не даёте, и правильно делаете.
-14 12:30 akhmetov offers
  labour 22 x 3200: Модель и сверка
  work 18 26 44
  client 75
  ready +8 18:00 75%
  own less
-14 15:30 shubin chooses data
  Хорошо, что не сделали кнопку.
-12 10:30 akhmetov plans
  - Сверка с учётом
  - Сравнение со схожими неделями
  - Правило
-4 16:00 akhmetov finishes 1
-4 16:05 akhmetov logs 420 min 1
