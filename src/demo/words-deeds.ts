import type { Deed } from './detour.ts';
import type { Language } from './words.ts';

/** What one may do at a moment. */
export const DEED_WORDS: Readonly<Record<Language, Readonly<Record<Deed, string>>>> = {
  en: {
    invoke: 'call',
    setGroups: 'update: other security groups',
    detach: 'update: out of the VPC',
    updateCode: 'update: new code',
    publish: 'publish a version',
    delete: 'delete',
    create: 'create',
    setTraffic: 'calls a second from now on',
    deleteNetworkInterface: 'delete its ENI by hand',
    deleteSubnet: 'delete the subnet',
    deleteSecurityGroup: 'delete the security group',
    deleteVpc: 'delete the VPC',
    setQuota: 'set its ENI quota',
    deleteRolePolicy: 'delete the policies of the role',
    deleteRole: 'delete the role',
  },
  pt: {
    invoke: 'chamar',
    setGroups: 'atualizar: outros grupos de segurança',
    detach: 'atualizar: fora da VPC',
    updateCode: 'atualizar: código novo',
    publish: 'publicar uma versão',
    delete: 'apagar',
    create: 'criar',
    setTraffic: 'chamadas por segundo a partir daqui',
    deleteNetworkInterface: 'apagar a ENI à mão',
    deleteSubnet: 'apagar a sub-rede',
    deleteSecurityGroup: 'apagar o grupo de segurança',
    deleteVpc: 'apagar a VPC',
    setQuota: 'fixar a cota de ENIs',
    deleteRolePolicy: 'apagar as políticas do papel do IAM',
    deleteRole: 'apagar o papel do IAM',
  },
};
