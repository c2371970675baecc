# The corporate university.

== course-models
-40 10:20 rozhkova asks course
  Экономисты считают модели каждый по-своему.
  Нужен курс по финансовому моделированию.
-40 14:00 tikhonov claims
-39 12:20 tikhonov interviews at 11:00 45 min
  stated: Курс по финансовому моделированию.
  last_time: Две модели одного проекта разошлись на 12 миллионов, обе «правильные».
  tried: Видеокурс прошлой весной. Досмотрел один из девяти.
  outcome: Модель одного считает другой, и выходит то же самое.
  > Мне не нужны знания, они у них есть. Мне нужна одна привычка на всех.
  ! Нужен не курс, а общий порядок и разбор своих моделей
-37 12:30 tikhonov briefs other
  title: Модель одного экономиста проверяет другой и получает то же
  problem: Девять экономистов строят модели по-своему, расхождение находят на защите проекта.
  outcome: Через месяц модель одного пересчитывает другой за час и получает тот же ответ.
  * общий порядок модели на двух страницах, принят всеми
  * четыре занятия по полтора часа на своих моделях
  * через месяц три модели пересчитаны коллегами с расхождением меньше 1 %
-37 15:00 rozhkova confirms
-36 12:40 tikhonov offers
  fixed 54000 [1 2]: Порядок и четыре занятия
  fixed 18000 [3]: Проверка через месяц
  work 36 44 66
  client 240
  ready -8 18:00 80%
  own yes
-35 10:30 rozhkova chooses university
  В прошлый раз заплатили за видео, которого никто не видел.
-22 12:00 tikhonov logs 1440 min
-21 10:10 tikhonov says
  Порядок принят, три занятия прошли. На третьем Инна нашла ошибку в модели, которую защищали летом.
-10 12:00 tikhonov logs 900 min
-9 11:00 tikhonov delivers
  Три модели пересчитаны коллегами: расхождения 0,2, 0,4 и 0,7 %. Порядок на двух страницах во вложении.
  file: model-rules.txt
-8 10:20 rozhkova accepts (9 min)
-8 10:40 rozhkova reviews yes yes took 210 min
  Впервые учёба, после которой что-то изменилось.

== course-first-line
-39 14:30 valeev asks course
  Нужен курс по работе с возражениями для первой линии.
-39 15:40 tikhonov claims
-38 10:40 tikhonov says
  Тимур, разрешите поговорить с двумя операторами до того, как буду предлагать? Полчаса на каждого.
-38 12:30 valeev says
  Пожалуйста: Олеся и Артём.
-37 10:30 tikhonov briefs narrower
  title: Что говорить, когда виноваты мы
  problem: Операторы знают приёмы, но не знают, что им можно обещать, и поэтому спорят.
  outcome: Оператор сам решает простые случаи и не спорит с клиентом.
  * таблица «что можно пообещать самому», согласована с руководителем
  * три занятия на записях настоящих разговоров
  * повторных обращений по тем же случаям через месяц меньше на треть
-37 14:10 valeev confirms
-36 10:40 tikhonov offers
  fixed 45000: Таблица и три занятия
  fixed 15000: Проверка через месяц
  work 30 38 60
  client 360
  ready -15 18:00 75%
  own less
-35 12:10 valeev chooses university
  Попробуем, главное — таблица.
-31 17:00 tikhonov logs 690 min
-24 17:00 tikhonov logs 810 min
-18 12:00 tikhonov delivers
  Таблица и три занятия готовы, через месяц посчитаем повторные обращения. Сейчас их меньше на 19 %.
-17 12:10 valeev accepts (11 min)
-16 10:30 valeev reviews partly less took 410 min
  Таблица отличная. Занятия повторяли друг друга.
-12 12:00 valeev disputes (10 min)
  Проверки «через месяц» за пятнадцать тысяч не было: посчитали через две недели и показали 19 % вместо трети. За эту строку платить не за что.
-11 11:30 dorokhov resolves refund 15000
  Строка «проверка через месяц» оплачена, а проверки не было: месяц ещё не прошёл. Эта сумма возвращается, остальное выполнено и остаётся.

== mentor-tan en
-12 10:00 tan asks mentor
  I became responsible for three people in September and I make it up as I go.
  Could somebody talk it through with me every week?
-12 12:00 demina claims
-12 12:30 demina says
  Mei, of course. Would you rather have somebody who knows customer care, or somebody who has only one thing in common with you: leading people who were colleagues yesterday?
-12 15:20 tan says
  The second. That is exactly the hard part.
-11 12:20 demina briefs narrower
  title: An hour a week for a new manager
  problem: She leads former colleagues and has nobody to think aloud with.
  outcome: By the end of the quarter she takes decisions about people without losing sleep.
  * a mentor whom she chose herself
  * twelve weekly meetings, moved only by her
-11 15:10 tan confirms
-10 10:20 demina offers
  fixed 15000: Twelve meetings
  work 14 16 20
  client 720
  ready +48 18:00 90%
  own yes
-10 11:40 tan chooses university
  I would rather pay for this than for another course.
-9 12:40 demina plans
  - Three candidates for a mentor
  - The first meeting together
-6 10:20 demina finishes 1
-6 10:25 demina logs 120 min 1
-5 17:20 demina finishes 2
-5 17:25 demina says
  Your first hour is on Tuesday at 17:00 with Andrey Melnikov: eleven years ago he was made the head of his own friends.

== review-campaign
-25 15:10 prokhorov asks case-review
  Осенняя кампания стоила вдвое больше плана.
  Хотим понять почему, без поиска виноватого.
-25 16:00 demina claims
-24 10:20 demina says
  Никита, поговорю с двумя до встречи: кто просил и кто считал. Кто это?
-24 11:00 prokhorov says
  Просил Виктор Рыжов, считала Софья.
-20 16:30 demina delivers
  Разобрали. Причина: цель меняли дважды, а бюджет пересчитали один раз. Три изменения с хозяевами — в записи.
  file: campaign-review.txt
-19 11:20 prokhorov accepts

== course-phishing
-38 12:00 dorokhov asks course
  Люди открывают письма-ловушки.
  Нужен курс по безопасности для всех 900 сотрудников.
-38 15:00 tikhonov claims
-37 11:20 tikhonov says
  Кирилл, если я сделаю курс на 900 человек, его досмотрят те, кто и так не открывает. Кто открыл в последний раз?
-37 14:30 dorokhov says
  61 человек, половина из двух отделов.
-36 10:20 tikhonov briefs other
  title: Два отдела перестают открывать письма-ловушки
  problem: Письма-ловушки открыли 61 из 900, половина из двух отделов. Курс для всех их не изменит.
  outcome: В двух отделах письма-ловушки открывает не больше трёх человек за рассылку.
  * два разбора настоящих писем в двух отделах
  * через месяц проверочную рассылку открывают не больше трёх
-36 15:30 dorokhov confirms
-35 11:40 tikhonov offers
  fixed 26000: Два разбора и проверочная рассылка
  work 14 18 30
  client 180
  ready -8 18:00 75%
  valid -2 18:00
  own yes

== course-partners
-4 15:10 belova asks course
  Курс переговоров для менеджеров по партнёрам, их шестеро.
  Они уступают раньше, чем их об этом просят.
-4 16:00 tikhonov claims
-4 16:10 tikhonov says
  Анна, дайте мне полчаса с вами и одно письмо, в котором скидку отдали первыми. Завтра в 10:30?
-3 11:20 tikhonov interviews at 10:30 40 min
  stated: Курс переговоров.
  last_time: На прошлой неделе скидку дали в первом письме.
  tried: Книга и тренинг за день в прошлом году.
  outcome: Скидку не предлагают первыми.
  > Они боятся тишины и заполняют её скидкой.
  ! Не приёмы, а умение молчать и знать, что можно отдать вместо цены
~20 tikhonov briefs narrower
  title: Курс переговоров для менеджеров по партнёрам
  problem: Скидку предлагают раньше, чем её попросили: не знают, что ещё можно отдать, и боятся паузы.
  outcome: В десяти переговорах подряд первым скидку просит партнёр.
  * таблица «что отдать вместо цены» на одну страницу
  * три занятия по два часа на своих переговорах
  * через месяц разбор десяти писем каждого
