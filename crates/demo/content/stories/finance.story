# Finance: bonuses, payments, the economics of projects.

== bonus-hr
-31 11:00 sokolova asks bonus-calculation
  Премии подразделения за квартал: тринадцать человек, правила прошлогодние, но двое перешли к нам в августе.
-31 12:00 lukin claims
-31 14:20 lukin says
  Вера, за перешедших считаем долю с августа или весь квартал? В правилах об этом ни слова.
-31 15:40 sokolova says
  Долю. И допишите это в правила, чтобы в следующий раз не спрашивать.
-30 11:00 lukin briefs narrower
  title: Премии подразделения за квартал
  problem: Правила не говорят о тех, кто перешёл посреди квартала. Прошлый раз это стоило двух пересчётов.
  outcome: Ведомость подписана с первого раза, каждый понимает свою сумму.
  * ведомость сходится с учётом до рубля
  * у каждого есть письмо, из чего сложилась сумма
  * правило о переходе записано
-30 12:40 sokolova confirms
-29 10:30 lukin offers
  fixed 48000: Расчёт, сверка, письма
  work 14 18 26
  client 165
  ready -22 18:00 90%
  own yes
-29 11:20 sokolova chooses finance
  Прошлый раз считали сами и ошиблись.
-25 16:00 lukin logs 960 min
-24 12:30 lukin delivers
  Ведомость и тринадцать писем готовы. Правило о переходе дописал отдельным пунктом.
  file: bonus-rules.txt
-23 15:00 sokolova accepts (10 min)
-23 15:10 sokolova reviews yes yes took 165 min

== bonus-sales
-15 12:00 shubin asks bonus-calculation
  Премии продавцов за октябрь, двадцать шесть человек.
-15 14:10 lukin claims
-14 11:40 lukin briefs same
  title: Премии продавцов за октябрь
  problem: Премии 26 продавцов считают из двух систем, продажи и возвраты лежат отдельно.
  outcome: Ведомость подписана до 15-го числа.
  * ведомость сходится с учётом до рубля
  * у каждого есть расчёт его суммы
-14 15:20 shubin confirms
-14 16:30 lukin offers
  fixed 48000: Расчёт и сверка
  work 16 20 30
  client 165
  ready -5 18:00 90%
  own yes
-13 10:20 shubin chooses finance
  Как договаривались.
-8 17:00 lukin logs 1140 min
-6 12:30 lukin delivers
  Ведомость сходится с учётом до рубля, 26 расчётов приложены.
-4 16:20 shubin disputes (14 min)
  Возвраты октября вычли из премий октября, хотя продавали их в сентябре. Семь человек получат меньше, чем заработали. Мы так не договаривались: в правилах возврат относится к месяцу продажи.
-3 12:00 lukin says
  В правилах, которые мне дали, возврат относится к месяцу возврата: пункт 4. Если есть другая редакция, покажите, пересчитаю за день.

== payment-booth en
-22 10:10 rowe asks urgent-payment
  The Helsinki expo releases our stand at 18:00 today unless they see the transfer.
  Invoice and contract attached in the purchasing folder.
-22 10:25 frolova claims
-22 11:40 frolova delivers
  Sent at 11:32, bank's mark in the file. I also called the organiser so that they watch for it.
  file: payment-order.txt
-22 12:30 rowe accepts
-22 12:32 rowe reviews yes yes
  The call to the organiser was not in the price list and mattered most.

== payment-canteen
-16 15:30 osipova asks urgent-payment
  Оплатите сегодня ремонт кофемашины, мастер ждёт.
-16 15:50 frolova claims
-16 16:00 frolova says
  Нина, вижу только счёт. Договора с этим мастером нет, и за прошлый месяц ему уже платили как разовому. Есть договор?
-16 16:30 osipova says
  Договора нет, он всегда приезжает по звонку.
-16 16:50 frolova cancels
  Без договора второй раз подряд платить нельзя: это уже не разовая покупка. Попросите Закупки оформить его на год, тогда будем платить без вопросов.

== payment-late
-19 15:40 somov asks urgent-payment
  Оплатите сегодня поддоны, поставщик отгружает утром.
-19 15:55 frolova claims
-19 16:05 frolova says
  Аркадий, документы пришли в 15:40, банк сегодня уже не примет. Отправлю завтра первым платежом.
-18 11:00 frolova delivers
  Платёж ушёл сегодня в 10:40, отметка банка приложена. Вчера документы пришли в 15:40, банк принимает до 15:00.
-18 12:10 somov accepts
-18 12:15 somov reviews partly less
  Просили сегодня, ушло завтра.
-15 11:30 somov disputes
  Срочный платёж ушёл на следующий день. За что полторы тысячи?
-14 12:00 zimina resolves dismiss
  На странице услуги сказано: сегодня, если документы до 15:00. Документы пришли в 15:40, и Инна предупредила об этом в тот же день. Цена остаётся. Финансам предложено показывать час приёма рядом с кнопкой заказа.

== economics-warehouse
-40 12:00 gordeev asks project-economics
  Хотим открыть склад партнёра в Казани. Посчитайте, окупится ли.
-40 15:00 lukin claims
-39 11:30 lukin says
  Леонид, чей склад: наш или партнёра? И кто платит за остатки, которые не продались?
-38 10:00 gordeev says
  Партнёра, но остатки выкупаем мы.
-37 16:00 lukin briefs narrower
  title: Склад партнёра в Казани с выкупом остатков
  problem: Склад держит партнёр, а риск непроданного остаётся у нас. Без него расчёт красив, с ним неизвестен.
  outcome: Решение, открывать ли склад, принято с учётом выкупа остатков.
  * посчитаны три сценария спроса
  * отдельно показано, сколько стоит обязательство выкупа
  * названо условие, при котором склад не нужен

== economics-helsinki en
-5 12:00 bennett asks project-economics
  Should we rent a permanent showroom in Helsinki after the expo?
  North Alliance says yes, of course they do.
-5 14:30 lukin claims
-5 15:10 lukin says
  Hello Laura. What would have to be true for you to say no?
-5 16:00 bennett says
  Fewer than thirty qualified visits a month, I think.
-2 15:30 lukin questions
  Who answers for the thirty visits: you, or North Alliance? I need a name beside the assumption before I build anything on it.
