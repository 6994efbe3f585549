import type { SectionKind } from '../../domain/document.ts';

/** Spanish phrases, accents removed; notation as in the English table. */
export const SPANISH: Readonly<Record<SectionKind, string>> = {
  overview:
    'resumen | vision general | descripcion general | descripcion | introduccion | objetivo | contexto | proposito | alcance | significado',
  dependencies: 'dependencias | arquitectura | componentes | topologia | servicios externos | infraestructura',
  'service-level': 'nivel de servicio | niveles de servicio | disponibilidad | horario de servicio | acuerdo de nivel',
  owner:
    'responsable* | propietari* | contacto* | duen* | equipo responsable | equipo | encargad* | roles y responsabilidades | responsabilidades',
  escalation:
    'escalamiento | escalado | escalacion | guardia* | de guardia | contactos de emergencia | contacto de emergencia | primera linea | segunda linea | a quien llamar',
  monitoring:
    'monitoreo | monitorizacion | supervision | alertas | registros | paneles | metricas | observabilidad | bitacoras',
  'health-check':
    'comprobacion de salud | comprobaciones de salud | estado de salud | chequeo de salud | pruebas de humo | verificacion de salud',
  diagnosis:
    'diagnostico* | sintomas | sintoma | solucion de problemas | resolucion de problemas | problemas comunes | problemas frecuentes | posibles causas | modos de fallo | fallos comunes | escenarios de fallo',
  mitigation:
    'mitigacion | resolucion | remediacion | acciones inmediatas | acciones recomendadas | contencion | acciones correctivas | correccion',
  procedure: 'procedimiento* | pasos | paso a paso | ejecucion | proceso | instrucciones',
  rollback:
    'reversion* | revertir | marcha atras | vuelta atras | deshacer | plan de retorno | retroceso | restaurar version',
  trigger:
    'disparador* | criterios de decision | cuando usar | cuando revertir | cuando activar | condiciones de activacion | arbol de decision | criterios de salida | criterios de parada | umbrales',
  verification: 'verificacion* | validacion* | comprobacion* | criterios de aceptacion | comprobaciones posteriores',
  backup:
    'copia de seguridad | copias de seguridad | respaldo* | restauracion | recuperacion* | recuperacion ante desastres | conmutacion por error',
  deploy: 'despliegue* | lanzamiento | publicacion | puesta en produccion | liberacion',
  'kill-switch':
    'parada de emergencia | apagado de emergencia | interruptor de emergencia | apagado | desactivacion | desactivar | modo mantenimiento | banderas de funcionalidad | detener el servicio',
  prerequisites:
    'requisitos | requisitos previos | prerrequisitos | preparacion | antes de empezar | antes de comenzar | permisos | accesos | acceso',
  security: 'seguridad | secretos | privacidad | datos personales | datos sensibles | gestion de claves | credenciales',
  communication: 'comunicacion* | notificar | notificacion* | avisar | pagina de estado',
  'post-incident':
    'post incidente | posterior al incidente | despues del incidente | prevencion | lecciones aprendidas | seguimiento | despues de la reversion | analisis posterior',
  drill: 'simulacro* | ensayo* | ejercicio* | prueba de restauracion',
  review:
    'ultima revision | ultima actualizacion | proxima revision | historial de cambios | historial de versiones | control de cambios',
  links: 'enlaces | referencias | ver tambien | recursos | documentos relacionados | anexo*',
  workarounds:
    'problemas conocidos | limitaciones | limitaciones conocidas | soluciones alternativas | solucion alternativa | soluciones temporales | casos manuales | excepciones',
  'day-2':
    'dia 2 | tareas rutinarias | tareas diarias | tareas operativas | tareas periodicas | tareas recurrentes | tareas habituales | mantenimiento | mantenimiento regular | mantenimiento periodico | operacion diaria',
};

/** Portuguese phrases, accents removed; notation as in the English table. */
export const PORTUGUESE: Readonly<Record<SectionKind, string>> = {
  overview:
    'resumo | visao geral | descricao geral | descricao | introducao | objetivo | contexto | proposito | escopo | finalidade',
  dependencies: 'dependencias | arquitetura | componentes | topologia | servicos externos | infraestrutura',
  'service-level':
    'nivel de servico | niveis de servico | disponibilidade | horario de funcionamento | acordo de nivel',
  owner:
    'responsave* | responsavel | responsabilidades | proprietari* | contato* | contacto* | dono | donos | equipe | equipa | papeis',
  escalation:
    'escalonamento | escalacao | escalada | plantao | sobreaviso | contatos de emergencia | contato de emergencia | primeira linha | segunda linha | quem chamar',
  monitoring:
    'monitoramento | monitorizacao | monitoracao | alertas | paineis | metricas | observabilidade | registros',
  'health-check': 'verificacao de saude | checagem de saude | estado de saude | testes de fumaca',
  diagnosis:
    'diagnostico* | sintomas | sintomas observados | sintoma | solucao de problemas | resolucao de problemas | problemas comuns | causas possiveis | possiveis causas | modos de falha | cenarios de falha | investigacao',
  mitigation:
    'mitigacao | resolucao | remediacao | acoes imediatas | acoes recomendadas | contencao | correcao definitiva | correcao',
  procedure: 'procedimento* | passos | passo a passo | execucao | processo | instrucoes | etapas',
  rollback: 'reversao | reverter | desfazer | plano de retorno | voltar versao | retorno a versao',
  trigger:
    'gatilho* | criterios de decisao | quando usar | quando utilizar | quando reverter | quando acionar | arvore de decisao | criterios de saida | criterios de parada | limiares',
  verification:
    'verificacao* | validacao* | verificacao pos | criterios de aceite | criterios de aceitacao | conferencia',
  backup: 'copia de seguranca | copias de seguranca | restauracao | recuperacao* | recuperacao de desastres',
  deploy: 'implantacao* | publicacao | lancamento | liberacao | entrada em producao',
  'kill-switch':
    'parada de emergencia | desligamento* | botao de panico | chave de emergencia | desativacao | desativar | modo de manutencao | interruptor de emergencia',
  prerequisites:
    'requisitos | pre requisitos | prerequisitos | preparacao | antes de comecar | permissoes | acessos | acesso',
  security: 'seguranca | segredos | privacidade | dados pessoais | dados sensiveis | gestao de chaves | credenciais',
  communication: 'comunicacao* | notificar | notificacao* | avisar | pagina de status',
  'post-incident':
    'pos incidente | pos mortem | prevencao | licoes aprendidas | acompanhamento | depois do incidente | apos o incidente | apos a reversao',
  drill: 'simulado* | simulacao* | ensaio* | exercicio* | teste de restauracao',
  review:
    'ultima revisao | ultima atualizacao | proxima revisao | historico de alteracoes | historico de versoes | controle de versoes',
  links: 'referencias | ver tambem | veja tambem | recursos | documentos relacionados | anexo*',
  workarounds:
    'problemas conhecidos | limitacoes | limitacoes conhecidas | solucoes de contorno | solucao de contorno | contorno | casos manuais | excecoes',
  'day-2':
    'dia 2 | tarefas rotineiras | tarefas diarias | tarefas operacionais | tarefas periodicas | tarefas recorrentes | manutencao | manutencao regular | manutencao periodica | rotina | operacao diaria',
};
