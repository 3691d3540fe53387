"""Writes an invented register of a French clinic: a title above the names, visits side by side, decimal commas, codes of its own. Run in this folder."""
import random, datetime as dt
random.seed(7)
D=lambda d: d.strftime('%d/%m/%Y') if d else ''
rows=[];comp=[]
sites=['Pancréas','Grêle','Poumon','Inconnu','Estomac']
for i in range(1,31):
    dx=dt.date(2012,1,1)+dt.timedelta(random.randint(0,2500))
    t1=dx+dt.timedelta(random.randint(60,900))
    n=random.choice([1,1,2])
    t2=t1+dt.timedelta(random.randint(60,300)) if n==2 else None
    s1=t1+dt.timedelta(random.randint(45,58)); s2=t2+dt.timedelta(random.randint(45,70)) if t2 else None
    last=(t2 or t1)+dt.timedelta(random.randint(90,1200))
    dead=random.random()<0.6
    ki=round(random.uniform(2,60),1)
    grade='G3' if ki>20 else 'G2'
    rows.append([f'NE{i:03d}',random.choice('MF'),str(random.randint(35,84)),random.choice(sites),grade,str(ki).replace('.',','),D(dx),
      random.choice(['TACE','TAE','DC Bead']),D(t1),D(s1),random.choice(['RP','RC','MS','MP']),
      random.choice(['TACE','TAE']) if t2 else '',D(t2),D(s2),random.choice(['RP','MS','MP']) if t2 else '',
      'oui' if dead else 'non',D(last),D(last) if dead else '', random.choice(['','fatigué','RAS'])])
    for t in [t1,t2]:
        if t and random.random()<0.6:
            comp.append([f'NE{i:03d}',random.choice(['Nausées','Fièvre','Douleurs abdominales','Abcès du foie','Asthénie']),D(t+dt.timedelta(random.randint(1,20))),str(random.randint(1,3)),random.choice(['probable','possible','non lié']),random.choice(['résolu','en cours'])])
head=['N° patient','Sexe','Âge','Primitif','Grade OMS','Ki67 (%)','Date diagnostic','Type TACE 1','Date TACE 1','Date scanner 1','Réponse 1','Type TACE 2','Date TACE 2','Date scanner 2','Réponse 2','Décédé','Dernières nouvelles','Date décès','Remarques']
open('clinic/suivi CHU.csv','w',encoding='cp1252',newline='').write('Suivi des embolisations - CHU;;;\r\n\r\n'+'\r\n'.join(';'.join(r) for r in [head]+rows)+'\r\n')
open('clinic/complications.csv','w',encoding='cp1252',newline='').write('\r\n'.join(';'.join(r) for r in [['N° patient','Complication','Début','Grade CTCAE','Imputabilité','Évolution']]+comp)+'\r\n')
